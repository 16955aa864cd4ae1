"""CodeStar Notifications (notification rules): moto 5.2.5 does not have them."""

import time
from uuid import uuid4

from .service import Request, Service, serve


def targets(wanted: list) -> list:
    return [{**target, "TargetStatus": "ACTIVE"} for target in wanted]


def event_types(identifiers: list) -> list:
    return [{"EventTypeId": identifier} for identifier in identifiers]


class Notifications(Service):
    def create_notification_rule(self, request: Request) -> dict:
        body = request.body
        arn = (
            f"arn:aws:codestar-notifications:{request.region}:{request.account}"
            f":notificationrule/{uuid4().hex}"
        )
        self.store[arn] = {
            "Arn": arn,
            "Name": body["Name"],
            "DetailType": body["DetailType"],
            "EventTypes": event_types(body["EventTypeIds"]),
            "Resource": body["Resource"],
            "Status": body.get("Status", "ENABLED"),
            "Tags": body.get("Tags") or {},
            "Targets": targets(body["Targets"]),
            "CreatedTimestamp": time.time(),
            "LastModifiedTimestamp": time.time(),
        }
        return {"Arn": arn}

    def describe_notification_rule(self, request: Request) -> dict:
        return self.find(request.body["Arn"])

    def update_notification_rule(self, request: Request) -> None:
        body, rule = request.body, self.find(request.body["Arn"])
        for member in ("Name", "Status", "DetailType"):
            rule[member] = body.get(member, rule[member])
        if "EventTypeIds" in body:
            rule["EventTypes"] = event_types(body["EventTypeIds"])
        if "Targets" in body:
            rule["Targets"] = targets(body["Targets"])
        rule["LastModifiedTimestamp"] = time.time()

    def delete_notification_rule(self, request: Request) -> dict:
        self.store.pop(request.body["Arn"], None)
        return {"Arn": request.body["Arn"]}

    def list_notification_rules(self, request: Request) -> dict:
        return {"NotificationRules": [{"Arn": arn} for arn in self.store]}

    def list_targets(self, request: Request) -> dict:
        return {"Targets": [target for rule in self.store.values() for target in rule["Targets"]]}

    def delete_target(self, request: Request) -> None:
        for rule in self.store.values():
            rule["Targets"] = [
                target
                for target in rule["Targets"]
                if target["TargetAddress"] != request.body["TargetAddress"]
            ]

    def list_tags_for_resource(self, request: Request) -> dict:
        return {"Tags": self.find(request.body["Arn"])["Tags"]}

    def tag_resource(self, request: Request) -> dict:
        tags = self.find(request.body["Arn"])["Tags"]
        tags.update(request.body["Tags"])
        return {"Tags": tags}

    def untag_resource(self, request: Request) -> None:
        tags = self.find(request.argument)["Tags"]
        for key in request.query.get("tagKeys", []):
            tags.pop(key, None)


serve(Notifications(), "codestar-notifications")
