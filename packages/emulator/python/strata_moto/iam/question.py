"""What IAM is asked about a request: actions, resources and the values of condition keys.

Actions: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import xmltodict
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

from .call import Call

_ROLE = re.compile(r"arn:[^:]+:iam::\d+:role/(?!aws-service-role/).+")


@dataclass(frozen=True)
class Question:
    action: str
    resource: str
    #: Values of condition keys, which are in lower case, beside those that every request has.
    keys: Mapping[str, list[str]] = field(default_factory=dict)


def questions(call: Call) -> list[Question]:
    """All of these must be allowed."""
    if call.service == "s3":
        return list(_of_s3(call))
    if call.service == "iam":
        return list(_of_iam(call))
    keys = {**_tag_keys(call.parameters), **_SPECIAL_KEYS.get(call.service, _no_keys)(call)}
    resources = _resources(call)
    asked = [Question(f"{call.service}:{call.operation}", one, keys) for one in resources]
    return [*asked, *_tagging(call, resources, keys), *_passed_roles(call)]


def _no_keys(call: Call) -> dict[str, list[str]]:
    return {}


# Resources

#: The parameter that names a resource, and the resource in its ARN. Of other services an ARN among the parameters counts;
#: where there is none, only a policy for all resources allows.
_NAMED: dict[str, dict[str, str]] = {
    "codebuild": {"name": "project/{}", "names": "project/{}", "projectName": "project/{}"},
    "codedeploy": {"applicationName": "application:{}"},
    "codepipeline": {"name": "{}", "pipelineName": "{}"},
    "cloudwatch": {"AlarmName": "alarm:{}", "AlarmNames": "alarm:{}"},
    "ecr": {"repositoryName": "repository/{}", "repositoryNames": "repository/{}"},
    "ecs": {"clusterName": "cluster/{}", "cluster": "cluster/{}", "family": "task-definition/{}:*"},
    "events": {"Name": "rule/{}", "Rule": "rule/{}"},
    "elasticache": {
        "ReplicationGroupId": "replicationgroup:{}",
        "CacheClusterId": "cluster:{}",
        "CacheSubnetGroupName": "subnetgroup:{}",
        "CacheParameterGroupName": "parametergroup:{}",
    },
    # As AWS names a group in its own refusals; a pattern of a group's name must end in an asterisk.
    "logs": {"logGroupName": "log-group:{}:log-stream:", "logGroupNamePrefix": "log-group:{}:log-stream:"},
    "rds": {
        "DBInstanceIdentifier": "db:{}",
        "DBClusterIdentifier": "cluster:{}",
        "DBSubnetGroupName": "subgrp:{}",
        "DBParameterGroupName": "pg:{}",
        "DBClusterParameterGroupName": "cluster-pg:{}",
    },
    "sns": {"Name": "{}"},
    "states": {"name": "stateMachine:{}"},
}


def _resources(call: Call) -> list[str]:
    special = _SPECIAL_RESOURCES.get(call.service)
    if special is not None:
        return special(call) or ["*"]
    named = _NAMED.get(call.service, {})
    found = []
    for parameter, value in call.parameters.items():
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, str):
                continue
            if one.split(":")[2:3] == [call.service]:
                found.append(one)
            elif parameter in named:
                found.append(call.arn(named[parameter].format(one.lstrip("/"))))
    return found or ["*"]


def _kms_resources(call: Call) -> list[str]:
    backend = kms_backends[call.account][call.region]
    arns = []
    for parameter in ("KeyId", "TargetKeyId"):
        key_id = call.parameters.get(parameter)
        if key_id:
            key = backend.keys.get(backend.any_id_to_key_id(key_id))
            arns.append(key.arn if key else call.arn(f"key/{key_id}"))
    # To make an alias or to remove it is asked of the alias and of its key.
    alias = call.parameters.get("AliasName")
    if alias:
        arns.append(call.arn(alias))
        key_id = backend.get_key_id_from_alias(alias)
        if key_id:
            arns.append(backend.keys[key_id].arn)
    return arns


def _kms_keys(call: Call) -> dict[str, list[str]]:
    key_id = call.parameters.get("KeyId", "")
    return _keys_of_kms_key(call, key_id) if key_id else {}


def _keys_of_kms_key(call: Call, key_id: str) -> dict[str, list[str]]:
    backend = kms_backends[call.account][call.region]
    key = backend.keys.get(backend.any_id_to_key_id(key_id))
    return {"kms:resourcealiases": list(key.aliases)} if key else {}


def _secret_resources(call: Call) -> list[str]:
    secrets = secretsmanager_backends[call.account][call.region].secrets
    arns = []
    for one in [call.parameters.get("SecretId"), *call.parameters.get("SecretIdList", [])]:
        if one:
            arns.append(secrets[one].arn if one in secrets else call.arn(f"secret:{one}-000000"))
    if "Name" in call.parameters:
        arns.append(call.arn(f"secret:{call.parameters['Name']}-000000"))
    return arns


def _secret_keys(call: Call) -> dict[str, list[str]]:
    name, secret = call.parameters.get("Name"), call.parameters.get("SecretId")
    return {
        "secretsmanager:name": [name] if name else [],
        "secretsmanager:secretid": [secret] if secret else [],
    }


def _parameter_resources(call: Call) -> list[str]:
    names = call.parameters.get("Names", [call.parameters.get("Name", call.parameters.get("ResourceId"))])
    # Those that AWS publishes are no account's.
    return [
        f"arn:{call.partition}:ssm:{call.region}::parameter{name}"
        if name.startswith("/aws/")
        else call.arn(f"parameter/{name.lstrip('/')}")
        for name in names
        if name
    ]


def _zones(call: Call) -> list[str]:
    zone = call.parameters.get("HostedZoneId", call.parameters.get("Id", ""))
    return [f"arn:{call.partition}:route53:::hostedzone/{zone.rpartition('/')[2]}"] if zone else []


def _sts_resources(call: Call) -> list[str]:
    return [call.parameters["RoleArn"]] if "RoleArn" in call.parameters else []


def _sts_keys(call: Call) -> dict[str, list[str]]:
    session, external = call.parameters.get("RoleSessionName"), call.parameters.get("ExternalId")
    return {
        "sts:rolesessionname": [session] if session else [],
        "sts:externalid": [external] if external else [],
    }


def _ec2_keys(call: Call) -> dict[str, list[str]]:
    return {"ec2:createaction": []}


_SPECIAL_RESOURCES = {
    "kms": _kms_resources,
    "route53": _zones,
    "secretsmanager": _secret_resources,
    "ssm": _parameter_resources,
    "sts": _sts_resources,
}
_SPECIAL_KEYS = {"kms": _kms_keys, "secretsmanager": _secret_keys, "sts": _sts_keys, "ec2": _ec2_keys}


# Tags

#: What is asked besides where something is made with tags.
_TAG_ACTIONS = {
    "acm": "AddTagsToCertificate",
    "autoscaling": "CreateOrUpdateTags",
    "ec2": "CreateTags",
    "elasticache": "AddTagsToResource",
    "elasticloadbalancing": "AddTags",
    "rds": "AddTagsToResource",
    "ssm": "AddTagsToResource",
}
#: These know no action for tags, or none that is asked besides.
_WITHOUT_TAG_ACTION = ("codebuild", "codecommit", "route53", "sts")


def _tags(parameters: Mapping) -> dict[str, str]:
    found: dict[str, str] = {}
    specifications = parameters.get("TagSpecifications", parameters.get("TagSpecification", []))
    for holder in [parameters, *specifications]:
        for name in ("Tags", "tags", "TagList", "HostedZoneTags", "BackupVaultTags", "BackupPlanTags"):
            tags = holder.get(name) or {}
            if isinstance(tags, Mapping):
                found.update(tags)
                continue
            for tag in tags:
                # KMS writes TagKey and TagValue, ECS key and value.
                pair = {name.lower().removeprefix("tag"): value for name, value in tag.items()}
                found[pair.get("key", "")] = pair.get("value", "")
    return found


def _tag_keys(parameters: Mapping) -> dict[str, list[str]]:
    tags = _tags(parameters)
    removed = parameters.get("TagKeys", parameters.get("tagKeys", []))
    return {
        **{f"aws:requesttag/{key.lower()}": [str(value)] for key, value in tags.items()},
        "aws:tagkeys": [*tags, *removed],
    }


def _tagging(call: Call, resources: list[str], keys: Mapping[str, list[str]]) -> Iterator[Question]:
    makes = re.match("Create|Register|Request|Run|Put|Allocate|Copy|Import", call.operation)
    if not makes or not _tags(call.parameters) or call.service in _WITHOUT_TAG_ACTION:
        return
    action = _TAG_ACTIONS.get(call.service, "TagResource")
    if action != call.operation:
        extra = {"ec2:createaction": [call.operation]} if call.service == "ec2" else {}
        for resource in resources:
            yield Question(f"{call.service}:{action}", resource, {**keys, **extra})


# Roles that are passed to a service

#: The service that gets the role, where its principal is not the service's name.
_PASSED_TO = {
    "CreateFlowLogs": "vpc-flow-logs.amazonaws.com",
    "ec2": "ec2.amazonaws.com",
    "ecs": "ecs-tasks.amazonaws.com",
    "rds": "monitoring.rds.amazonaws.com",
}


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _passed_roles(call: Call) -> Iterator[Question]:
    if call.service in ("sts", "tag", "kms") or re.match("Describe|Get|List|BatchGet", call.operation):
        return
    roles = {text for text in _strings(call.parameters) if _ROLE.fullmatch(text)}
    if call.service == "ec2":
        roles |= _roles_of_profile(call)
    service = _PASSED_TO.get(call.operation) or _PASSED_TO.get(call.service, f"{call.service}.amazonaws.com")
    for role in sorted(roles):
        yield Question("iam:PassRole", role, {"iam:passedtoservice": [service]})


def _roles_of_profile(call: Call) -> set[str]:
    profile = call.parameters.get("IamInstanceProfile", {})
    name = profile.get("Name") or profile.get("Arn", "").rpartition("/")[2]
    profiles = iam_backends[call.account][call.partition].instance_profiles.values()
    return {role.arn for one in profiles if one.name == name for role in one.roles}


# IAM

#: Actions on a role or a user which know the boundary that it has, or is to have.
_WITH_BOUNDARY = re.compile(
    "Create(Role|User)|(Attach|Delete|Detach|Put)(Role|User)Policy|(Delete|Put)(Role|User)PermissionsBoundary"
)


def _of_iam(call: Call) -> Iterator[Question]:
    parameters = call.parameters
    backend = iam_backends[call.account][call.partition]
    keys = _tag_keys(parameters)
    role = _role_named(backend, parameters.get("RoleName"))
    if _WITH_BOUNDARY.fullmatch(call.operation):
        bounded = role or backend.users.get(parameters.get("UserName"))
        boundary = parameters.get("PermissionsBoundary") or getattr(bounded, "permissions_boundary_arn", None)
        keys["iam:permissionsboundary"] = [boundary] if boundary else []
    if "PolicyArn" in parameters:
        keys["iam:policyarn"] = [parameters["PolicyArn"]]
    if "AWSServiceName" in parameters:
        keys["iam:awsservicename"] = [parameters["AWSServiceName"]]
    resource = _iam_resource(call, backend)
    yield Question(f"iam:{call.operation}", resource, keys)
    made = re.fullmatch("Create(Role|Policy|InstanceProfile|User|OpenIDConnectProvider)", call.operation)
    if made and _tags(parameters):
        yield Question(f"iam:Tag{made[1]}", resource, keys)
    if call.operation == "AddRoleToInstanceProfile" and role:
        yield Question("iam:PassRole", role.arn, {"iam:passedtoservice": ["ec2.amazonaws.com"]})


def _role_named(backend, name: str | None):
    return next((role for role in backend.roles.values() if role.name == name), None)


def _iam_resource(call: Call, backend) -> str:
    parameters = call.parameters
    path = parameters.get("Path", "/")

    def arn(kind: str, name: str) -> str:
        return call.arn(f"{kind}{path}{name}", regional=False)

    if "InstanceProfileName" in parameters:
        name = parameters["InstanceProfileName"]
        existing = [one.arn for one in backend.instance_profiles.values() if one.name == name]
        return existing[0] if existing else arn("instance-profile", name)
    if "RoleName" in parameters:
        role = _role_named(backend, parameters["RoleName"])
        return role.arn if role else arn("role", parameters["RoleName"])
    if "GroupName" in parameters:
        group = backend.groups.get(parameters["GroupName"])
        return group.arn if group else arn("group", parameters["GroupName"])
    if "UserName" in parameters:
        user = backend.users.get(parameters["UserName"])
        return user.arn if user else arn("user", parameters["UserName"])
    if "AWSServiceName" in parameters:
        service = parameters["AWSServiceName"]
        return call.arn(f"role/aws-service-role/{service}/AWSServiceRoleFor", regional=False)
    if "PolicyArn" in parameters:
        return parameters["PolicyArn"]
    if "PolicyName" in parameters:
        return arn("policy", parameters["PolicyName"])
    if "OpenIDConnectProviderArn" in parameters:
        return parameters["OpenIDConnectProviderArn"]
    if call.operation == "CreateOpenIDConnectProvider":
        return arn("oidc-provider", parameters["Url"].removeprefix("https:/"))
    return "*"


# S3

#: Where an action is not called as the operation is.
_S3_ACTIONS = {
    "CompleteMultipartUpload": "PutObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteObjects": "DeleteObject",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycle": "GetLifecycleConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListParts": "ListMultipartUploadParts",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "PutBucketCors": "PutBucketCORS",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycle": "PutLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "UploadPart": "PutObject",
}
_S3_OF_VERSION = ("GetObject", "DeleteObject", "GetObjectTagging", "PutObjectTagging")


def _of_s3(call: Call) -> Iterator[Question]:
    bucket, key = call.parameters.get("Bucket"), call.parameters.get("Key")
    action = _S3_ACTIONS.get(call.operation, call.operation)
    if "versionId" in call.query and action in _S3_OF_VERSION:
        action = action.replace("Object", "ObjectVersion", 1)
    names = [key]
    if call.operation == "DeleteObjects":
        objects = xmltodict.parse(call.body, force_list=("Object",))["Delete"]["Object"]
        names = [one["Key"] for one in objects]
    encryption = call.headers.get("x-amz-server-side-encryption")
    encrypted_by = call.headers.get("x-amz-server-side-encryption-aws-kms-key-id")
    keys = {
        "s3:prefix": [call.query["prefix"]] if "prefix" in call.query else [],
        "s3:x-amz-server-side-encryption": [encryption] if encryption else [],
        "s3:x-amz-server-side-encryption-aws-kms-key-id": [encrypted_by] if encrypted_by else [],
    }
    for name in names:
        path = "" if name is None else f"/{name}"
        resource = f"arn:{call.partition}:s3:::{bucket}{path}" if bucket else "*"
        yield Question(f"s3:{action}", resource, keys)
    source = call.headers.get("x-amz-copy-source")
    if source:
        yield Question("s3:GetObject", f"arn:{call.partition}:s3:::{source.lstrip('/').partition('?')[0]}", keys)
    yield from _key_of_object(call, bucket, key, action, encrypted_by)


def _key_of_object(call: Call, bucket: str | None, key: str | None, action: str, given: str | None):
    """Who reads or writes an object which KMS encrypts needs the key too."""
    found = s3_backends[call.account][call.partition].buckets.get(bucket) if bucket and key else None
    if found is None or action not in ("GetObject", "GetObjectVersion", "PutObject"):
        return
    if action == "PutObject":
        rule = (found.encryption or {}).get("Rule", {}).get("ApplyServerSideEncryptionByDefault", {})
        key_id, wanted = given or rule.get("KMSMasterKeyID"), "kms:GenerateDataKey"
    else:
        stored = found.keys.get(key)
        key_id, wanted = getattr(stored, "kms_key_id", None), "kms:Decrypt"
    backend = kms_backends[call.account][call.region]
    kms_key = backend.keys.get(backend.any_id_to_key_id(key_id)) if key_id else None
    if kms_key is None or call.operation == "HeadObject":
        return
    # With a bucket key the context is the bucket, without one the object.
    context = f"arn:{call.partition}:s3:::{bucket}"
    yield Question(
        wanted,
        kms_key.arn,
        {
            **_keys_of_kms_key(call, kms_key.id),
            "kms:viaservice": [f"s3.{call.region}.amazonaws.com"],
            "kms:encryptioncontext:aws:s3:arn": [context, f"{context}/{key}"],
        },
    )
