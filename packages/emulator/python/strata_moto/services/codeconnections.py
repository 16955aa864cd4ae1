"""CodeConnections and its older name CodeStar Connections: moto 5.2.5 has neither.

A connection stays PENDING, as on AWS until a person completes the handshake; a host is
AVAILABLE at once.
"""

from uuid import uuid4

from .service import Request, Service, serve


class Connections(Service):
    def create_connection(self, request: Request) -> dict:
        body = request.body
        arn = self.arn(request, "connection", str(uuid4()))
        connection = {
            "ConnectionName": body["ConnectionName"],
            "ConnectionArn": arn,
            "OwnerAccountId": request.account,
            "ConnectionStatus": "PENDING",
        }
        for member in ("ProviderType", "HostArn"):
            if body.get(member):
                connection[member] = body[member]
        if "HostArn" in connection:
            connection.setdefault("ProviderType", self.find(body["HostArn"])["ProviderType"])
        return {"ConnectionArn": self.add(arn, connection, body), "Tags": body.get("Tags", [])}

    def get_connection(self, request: Request) -> dict:
        return {"Connection": self.shown(request.body["ConnectionArn"])}

    def delete_connection(self, request: Request) -> None:
        self.store.pop(request.body["ConnectionArn"], None)

    def list_connections(self, request: Request) -> dict:
        return {"Connections": [self.shown(arn) for arn in self.store if ":connection/" in arn]}

    def create_host(self, request: Request) -> dict:
        body = request.body
        arn = self.arn(request, "host", f"{body['Name']}-{uuid4().hex[:8]}")
        host = {
            "Name": body["Name"],
            "Status": "AVAILABLE",
            "ProviderType": body["ProviderType"],
            "ProviderEndpoint": body["ProviderEndpoint"],
        }
        if body.get("VpcConfiguration"):
            host["VpcConfiguration"] = body["VpcConfiguration"]
        return {"HostArn": self.add(arn, host, body), "Tags": body.get("Tags", [])}

    def get_host(self, request: Request) -> dict:
        return self.shown(request.body["HostArn"])

    def update_host(self, request: Request) -> None:
        host = self.find(request.body["HostArn"])
        for member in ("ProviderEndpoint", "VpcConfiguration"):
            if request.body.get(member):
                host[member] = request.body[member]

    def delete_host(self, request: Request) -> None:
        self.store.pop(request.body["HostArn"], None)

    def list_tags_for_resource(self, request: Request) -> dict:
        return {"Tags": self.find(request.body["ResourceArn"])["tags"]}

    def tag_resource(self, request: Request) -> None:
        resource, new = self.find(request.body["ResourceArn"]), request.body["Tags"]
        keys = {tag["Key"] for tag in new}
        resource["tags"] = [tag for tag in resource["tags"] if tag["Key"] not in keys] + new

    def untag_resource(self, request: Request) -> None:
        resource, keys = self.find(request.body["ResourceArn"]), request.body["TagKeys"]
        resource["tags"] = [tag for tag in resource["tags"] if tag["Key"] not in keys]

    @staticmethod
    def arn(request: Request, kind: str, name: str) -> str:
        return f"arn:aws:{request.service}:{request.region}:{request.account}:{kind}/{name}"

    def add(self, arn: str, resource: dict, body: dict) -> str:
        self.store[arn] = {**resource, "tags": list(body.get("Tags") or [])}
        return arn

    def shown(self, arn: str) -> dict:
        return {member: value for member, value in self.find(arn).items() if member != "tags"}


serve(Connections(), "codeconnections", "codestar-connections")
