import type { Metadata } from "next";
import { Answered } from "../components/answered";
import { ItemForm } from "../components/item-form";
import { ItemList } from "../components/item-list";
import { NoticeLine } from "../components/notice-line";
import { noticeOf, pageTitle } from "../words/notices";
import { backendOfRequest } from "./backend";

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { notice, favorite } = await searchParams;
  return { title: pageTitle(favorite === "true" ? "Favourites" : "Items", noticeOf(notice)) };
}

export default async function ItemsPage({ searchParams }: Props) {
  const { notice: word, favorite, title, name, img } = await searchParams;
  const notice = noticeOf(word);
  const onlyFavorites = favorite === "true";
  const backend = await backendOfRequest();
  return (
    <div className="columns">
      <section aria-labelledby="items">
        <NoticeLine notice={notice} />
        <div className="section-head">
          <h1 id="items">Items</h1>
          <nav className="filter" aria-label="Filter">
            <a href="/" aria-current={onlyFavorites ? undefined : "page"}>
              All
            </a>
            <a href="/?favorite=true" aria-current={onlyFavorites ? "page" : undefined}>
              Favourites
            </a>
          </nav>
        </div>
        <Answered
          answer={backend.items(onlyFavorites ? true : undefined)}
          what="items"
          here={onlyFavorites ? "/?favorite=true" : "/"}
        >
          {(items) => <ItemList items={items} onlyFavorites={onlyFavorites} />}
        </Answered>
      </section>
      <ItemForm kept={{ title, name, img }} notice={notice} />
    </div>
  );
}
