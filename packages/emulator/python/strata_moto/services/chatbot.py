"""AWS Chatbot (Slack channel and Microsoft Teams configurations): moto 5.2.5 does not have it."""

from .service import Request, Service, serve

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
CHANGED = (
    "ChannelId",
    "GuardrailPolicyArns",
    "IamRoleArn",
    "LoggingLevel",
    "SlackChannelId",
    "SlackChannelName",
    "SnsTopicArns",
    "UserAuthorizationRequired",
)


class Chatbot(Service):
    def create(self, request: Request, kind: str, extra: dict) -> dict:
        body = request.body
        name = body["ConfigurationName"]
        arn = f"arn:aws:chatbot::{request.account}:chat-configuration/{kind}/{name}"
        self.store[arn] = {
            "ChatConfigurationArn": arn,
            "ConfigurationName": name,
            "GuardrailPolicyArns": body.get("GuardrailPolicyArns") or [ADMINISTRATOR],
            "IamRoleArn": body["IamRoleArn"],
            "LoggingLevel": body.get("LoggingLevel", "NONE"),
            "SnsTopicArns": body.get("SnsTopicArns", []),
            "State": "ENABLED",
            "Tags": body.get("Tags") or [],
            "UserAuthorizationRequired": body.get("UserAuthorizationRequired", False),
            **extra,
        }
        return {"ChannelConfiguration": self.store[arn]}

    def update(self, request: Request) -> dict:
        configuration = self.find(request.body["ChatConfigurationArn"])
        for member in CHANGED:
            if request.body.get(member) is not None:
                configuration[member] = request.body[member]
        return {"ChannelConfiguration": configuration}

    def delete(self, request: Request) -> None:
        self.store.pop(request.body["ChatConfigurationArn"], None)

    def create_slack_channel_configuration(self, request: Request) -> dict:
        slack = {
            "SlackChannelId": request.body["SlackChannelId"],
            "SlackChannelName": request.body.get("SlackChannelName", "channel"),
            "SlackTeamId": request.body["SlackTeamId"],
            "SlackTeamName": "team",
        }
        return self.create(request, "slack-channel", slack)

    def describe_slack_channel_configurations(self, request: Request) -> dict:
        wanted = request.body.get("ChatConfigurationArn")
        found = [
            configuration
            for arn, configuration in self.store.items()
            if "/slack-channel/" in arn and wanted in (None, arn)
        ]
        return {"SlackChannelConfigurations": found}

    def create_ms_teams_channel_configuration(self, request: Request) -> dict:
        teams = {
            member: request.body.get(member)
            for member in ("ChannelId", "ChannelName", "TeamId", "TeamName", "TenantId")
        }
        return self.create(request, "microsoft-teams-channel", teams)

    def get_ms_teams_channel_configuration(self, request: Request) -> dict:
        return {"ChannelConfiguration": self.find(request.body["ChatConfigurationArn"])}

    def list_ms_teams_channel_configurations(self, request: Request) -> dict:
        found = [value for arn, value in self.store.items() if "/microsoft-teams" in arn]
        return {"TeamChannelConfigurations": found}

    update_slack_channel_configuration = update
    update_ms_teams_channel_configuration = update
    delete_slack_channel_configuration = delete
    delete_ms_teams_channel_configuration = delete

    def list_tags_for_resource(self, request: Request) -> dict:
        return {"Tags": self.find(request.body["ResourceARN"])["Tags"]}

    def tag_resource(self, request: Request) -> None:
        resource, new = self.find(request.body["ResourceARN"]), request.body["Tags"]
        keys = {tag["TagKey"] for tag in new}
        resource["Tags"] = [tag for tag in resource["Tags"] if tag["TagKey"] not in keys] + new

    def untag_resource(self, request: Request) -> None:
        resource, keys = self.find(request.body["ResourceARN"]), request.body["TagKeys"]
        resource["Tags"] = [tag for tag in resource["Tags"] if tag["TagKey"] not in keys]


serve(Chatbot(), "chatbot")
