"""Step Functions: validation and versions.

moto 5.2.5 keeps versions, but has no ListStateMachineVersions, which the provider reads. It has no
ValidateStateMachineDefinition either, which the provider calls on every change of a definition.
Here a definition is right when it is an object whose start is one of its states.
"""

import json

from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse

from ..patching import add


def _fault(definition: str) -> str | None:
    try:
        machine = json.loads(definition)
    except ValueError as error:
        return f"The definition is not JSON: {error}"
    if not isinstance(machine, dict) or machine.get("StartAt") not in machine.get("States", {}):
        return "StartAt does not name one of the States"
    return None


@add(StepFunctionResponse)
def validate_state_machine_definition(self):
    fault = _fault(self._get_param("definition"))
    if fault is None:
        return ActionResult({"result": "OK", "diagnostics": [], "truncated": False})
    diagnostic = {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": fault}
    return ActionResult({"result": "FAIL", "diagnostics": [diagnostic], "truncated": False})


@add(StepFunctionResponse)
def list_state_machine_versions(self):
    machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
    versions = [
        {"stateMachineVersionArn": version.arn, "creationDate": version.creation_date}
        for version in machine.versions.values()
    ]
    return ActionResult({"stateMachineVersions": versions[::-1]})
