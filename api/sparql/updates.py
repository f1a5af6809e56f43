"""Update operations (SPARQL 1.1 Protocol, 2.2), for who has a token."""

from collections.abc import Mapping

from api.sparql.parameters import Parameters
from api.sparql.reply import Reply
from api.tokens import Tokens
from api.writes import Writes, written_reply
from graph.errors import Forbidden
from graph.federation import Outbound, federate


class Updates:
    """Carries out updates; without `writes` there is nothing but refusals."""

    def __init__(self, writes: Writes | None, tokens: Tokens, outbound: Outbound) -> None:
        self._writes = writes
        self._outbound = outbound
        self._tokens = tokens

    def may_write(self, headers: Mapping[bytes, bytes]) -> bool:
        """Whether a request carries a token that allows an update."""
        return self._tokens.allows(headers, "update")

    async def carry_out(self, text: str, parameters: Parameters, headers: Mapping[bytes, bytes]) -> Reply:
        """The answer to an update: 200, and what it changed.

        Raises `Unauthorised`, `Forbidden`, and whatever refuses the update.
        """
        by = self._tokens.name(headers, "update")
        if self._writes is None:
            raise Forbidden("Nothing can be written here.")
        header = {
            "by": by,
            "version": None,
            "using": parameters.graphs("using-graph-uri"),
            "using_named": parameters.graphs("using-named-graph-uri"),
        }
        return written_reply(await self._writes.update(header, await federate(text, self._outbound)))
