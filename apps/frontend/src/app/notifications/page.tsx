import type { Metadata } from "next";
import { Answered } from "../../components/answered";
import { NoticeLine } from "../../components/notice-line";
import { NotificationList } from "../../components/notification-list";
import { noticeOf, pageTitle } from "../../words/notices";
import { backendOfRequest } from "../backend";

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: pageTitle("Notifications", noticeOf((await searchParams).notice)) };
}

export default async function NotificationsPage({ searchParams }: Props) {
  const backend = await backendOfRequest();
  return (
    <section aria-labelledby="notifications" className="narrow">
      <NoticeLine notice={noticeOf((await searchParams).notice)} />
      <Answered
        answer={backend.notifications()}
        what="notifications"
        here="/notifications"
        heading={<h1 id="notifications">Notifications</h1>}
      >
        {(notifications) => <NotificationList notifications={notifications} />}
      </Answered>
    </section>
  );
}
