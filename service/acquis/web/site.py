"""What the routes share: the records, the pages and how a template is filled."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from acquis.engine.context import of_ontology
from acquis.engine.formats import GRAPHS, RESULTS
from acquis.engine.jsonld import Context
from acquis.engine.tasks import Engine, Limits
from acquis.knowledge import KnowledgeBase
from acquis.names import BASE
from acquis.questions import Question
from acquis.web.caching import Memory
from acquis.web.citation import SITE, counterpart
from acquis.web.dataset import Dataset
from acquis.web.hinting import Hints, known
from acquis.web.home import Home, counted
from acquis.web.index import Index
from acquis.web.languages import preferred
from acquis.web.proofs import Proofs
from acquis.web.records import Records
from acquis.web.settings import Settings
from acquis.web.signposts import Link
from acquis.web.terms import Terms
from acquis.web.vocabulary import Vocabulary

FOLDER = Path(__file__).resolve().parent
EXAMPLE = """PREFIX qap: <https://w3id.org/quantum-acquis/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?value ?label (COUNT(DISTINCT ?provision) AS ?provisions)
WHERE {
  ?provision qap:expressesValue ?value .
  ?value skos:prefLabel ?label .
}
GROUP BY ?value ?label
ORDER BY DESC(?provisions)
LIMIT 10
"""


class Site:
    """One build, ready to be shown."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        engine: Engine,
        questions: Sequence[Question],
        settings: Settings,
    ) -> None:
        self.knowledge = knowledge
        self.engine = engine
        self.settings = settings
        self.limits = Limits(settings.deadline, settings.rows, settings.answer)
        self.memory = Memory(settings.memory)
        self.reading = Lock()
        self.writing_all = Lock()
        self.questions = {question.name: question for question in questions}
        self.records = Records(knowledge)
        self.terms = Terms(self.records, engine.prefixes)
        self.vocabulary = Vocabulary(self.records)
        self.dataset = Dataset(knowledge, self.records, engine.prefixes)
        self.home: Home | None = None
        self.hints = Hints(known(self.records), engine.prefixes)
        self.proofs = Proofs(knowledge, engine.prefixes)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["query_string"] = lambda text: urlencode({"query": text})
        self._templates.filters["number"] = lambda count: f"{count:,}"
        self._templates.globals.update(
            manifest=knowledge.manifest, base=BASE, results=RESULTS, graphs=GRAPHS
        )

    @cached_property
    def context(self) -> Context:
        """The JSON-LD context of the build."""
        return of_ontology(self.records.asserted, self.engine.prefixes)

    @cached_property
    def index(self) -> Index:
        """The search index, which takes a second to make."""
        return Index(self.records)

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return frozenset(self.records.graphs())

    def prepare(self) -> None:
        """Make now what would be made when it is first asked for: some seconds of work."""
        _ = self.context, self.index, self.graphs, self.dataset.all, self.dataset.layers
        self.hints.known.near(BASE + "ns#prepared")

    def signs(self, root: str) -> list[Link]:
        """Return the links that every document has, of an application mounted at `root`."""
        licence = self.dataset.license
        return [Link(root + "/", "collection"), *([Link(licence, "license")] if licence else [])]

    def terms_for(self, request: Request) -> Terms:
        """Return terms with the labels that suit the languages of a request."""
        languages = preferred(request.headers.getlist("accept-language"))
        return Terms(self.records, self.engine.prefixes, languages)

    async def counted(self) -> Home:
        """Return what the front page counts, which is found out once."""
        if self.home is None:
            self.home = await counted(self.engine, self.terms)
        return self.home

    def page(
        self,
        request: Request,
        template: str,
        context: Mapping[str, object],
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """Return a page; links in it begin with the path this application is mounted at."""
        root = request.scope.get("root_path", "").rstrip("/")
        path = request.scope["path"].removesuffix(".html")
        link = counterpart({**request.scope, "path": path}, self.build)
        text = self._templates.get_template(template).render(context, root=root, counterpart=link)
        return HTMLResponse(text, status, dict(headers or {}))

    @property
    def build(self) -> str:
        """The content hash of the build."""
        return self.knowledge.manifest["hash"]

    def questions_by_tag(self) -> dict[str, list[Question]]:
        """Return the saved queries under the first tag of each."""
        grouped: dict[str, list[Question]] = {}
        for question in self.questions.values():
            grouped.setdefault((*question.tags, "other")[0], []).append(question)
        return dict(sorted(grouped.items()))

    def near(self, iri: str) -> list[str]:
        """Return the IRIs of things of the same kind whose names resemble that of `iri`."""
        folder = iri.rpartition("/")[0] + "/"
        known = [name for name in self.records.labelled() if name.startswith(folder)]
        return get_close_matches(iri, known, n=5, cutoff=0.7)


def site_of(request: Request) -> Site:
    """Return the site that a request is for: the same from its beginning to its end."""
    site = request.scope.setdefault(SITE, request.app.state.site)
    assert isinstance(site, Site)
    return site
