"""CloudFormation's intrinsic functions, as far as the project's templates use them.

A reference to a resource is answered from its properties: every resource has a name that the
template gives, so its ARN is known before it is made.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Value = Any
_VARIABLE = re.compile(r"\$\{([^}!]+)}")
_NOTHING = object()

# How a resource is called in another one's properties: what `!Ref` and `!GetAtt x.Arn` give.
_REFERENCES: Mapping[str, str] = {
    "AWS::DynamoDB::Table": "{TableName}",
    "AWS::IAM::ManagedPolicy": "arn:aws:iam::{account}:policy/{ManagedPolicyName}",
    "AWS::IAM::Role": "{RoleName}",
    "AWS::Lambda::Function": "{FunctionName}",
    "AWS::Logs::LogGroup": "{LogGroupName}",
    "AWS::Serverless::Function": "{FunctionName}",
}
_ARNS: Mapping[str, str] = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{region}:{account}:table/{TableName}",
    "AWS::IAM::Role": "arn:aws:iam::{account}:role/{RoleName}",
    "AWS::Lambda::Function": "arn:aws:lambda:{region}:{account}:function:{FunctionName}",
    "AWS::Lambda::Url": "{TargetFunctionArn}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{region}:{account}:log-group:{LogGroupName}:*",
    "AWS::Serverless::Function": "arn:aws:lambda:{region}:{account}:function:{FunctionName}",
}


class Intrinsics:
    """Works out values of one template with given parameters."""

    def __init__(
        self,
        template: Mapping[str, Any],
        parameters: Mapping[str, Value],
        *,
        account: str,
        region: str,
    ) -> None:
        self._template = template
        self._place = {"account": account, "region": region}
        self._known: dict[str, Value] = {
            **parameters,
            "AWS::AccountId": account,
            "AWS::NoValue": _NOTHING,
            "AWS::Partition": "aws",
            "AWS::Region": region,
        }
        self._functions: dict[str, Callable[[Value], Value]] = {
            "Ref": self._ref,
            "Condition": self._condition,
            "Fn::Equals": lambda pair: self.value(pair[0]) == self.value(pair[1]),
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAtt": self._attribute,
            "Fn::If": self._if,
            "Fn::Join": lambda parts: self.value(parts[0]).join(self.value(parts[1])),
            "Fn::Not": lambda one: not self.value(one[0]),
            "Fn::Select": lambda parts: self.value(parts[1])[int(parts[0])],
            "Fn::Split": lambda parts: self.value(parts[1]).split(parts[0]),
            "Fn::Sub": self._sub,
        }

    def value(self, node: Value) -> Value:
        """Return a value with every function in it worked out; what is `AWS::NoValue` is gone."""
        if isinstance(node, Mapping):
            if len(node) == 1 and (function := self._functions.get(next(iter(node)))):
                return function(next(iter(node.values())))
            items = {key: self.value(each) for key, each in node.items()}
            return {key: each for key, each in items.items() if each is not _NOTHING}
        if isinstance(node, list):
            return [each for each in map(self.value, node) if each is not _NOTHING]
        return node

    def _ref(self, name: str) -> Value:
        return self._known[name] if name in self._known else self._named(name, _REFERENCES)

    def _attribute(self, path: list[str]) -> Value:
        name, attribute = path
        if attribute == "FunctionUrl":
            return f"https://{name.lower()}.lambda-url.{self._place['region']}.on.aws/"
        return self._named(name, _ARNS)

    def _named(self, resource: str, forms: Mapping[str, str]) -> str:
        found = self._template["Resources"][resource]
        form = forms[found["Type"]]
        names = re.findall(r"{([A-Z]\w+)}", form)
        return form.format(
            **self._place, **{name: self.value(found["Properties"][name]) for name in names}
        )

    def _condition(self, name: str) -> bool:
        return bool(self.value(self._template["Conditions"][name]))

    def _if(self, parts: list[Value]) -> Value:
        condition, yes, no = parts
        return self.value(yes if self._condition(condition) else no)

    def _find_in_map(self, path: list[Value]) -> Value:
        table, first, second = (self.value(each) for each in path)
        return self._template["Mappings"][table][first][second]

    def _sub(self, node: Value) -> str:
        text, own = (node, {}) if isinstance(node, str) else node

        def variable(found: re.Match[str]) -> str:
            name = found[1]
            if name in own:
                return str(self.value(own[name]))
            resource, _, attribute = name.partition(".")
            return str(self._attribute([resource, attribute]) if attribute else self._ref(name))

        return _VARIABLE.sub(variable, text)
