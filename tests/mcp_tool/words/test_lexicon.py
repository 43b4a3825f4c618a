"""What the lexicon says is about things that exist."""

from mcp_tool.tools import TOOLS


def test_operations_are_the_catalogues(said, catalog):
    """A word for an operation that is gone would never be noticed otherwise."""
    for key in (*said.operations, *said.mains, *said.filters):
        service, name = key.split(":")
        assert catalog.find(service, name) or catalog.refusal(service, name), key
    for key in said.unmeant:
        assert catalog.refusal(*key.split(":")), key


def test_filters_are_the_apis(said, models):
    """EC2 documents the names that its filters take."""
    for key, filters in said.filters.items():
        documentation = models.operation(*key.split(":")).input_shape.members["Filters"]
        for name in filters.values():
            assert f"<code>{name}</code>" in documentation.documentation


def test_every_service_is_called_something(said):
    """The right tool is found by what people call its services."""
    services = {service for tool in TOOLS for service in tool.services}
    assert services == said.services.keys()
    assert all(called.names and called.things for called in said.services.values())
