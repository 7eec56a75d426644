"""What has not changed is not sent again."""

import httpx
import pytest

SEARCHES = ["/search?q=privacy&format=json", "/search?q=privacy", "/search/suggest?q=pri"]
OTHERS = ["/", "/sitemap.xml", "/context.jsonld", "/openapi.json", "/data/manifest.json"]


@pytest.mark.parametrize("path", [*SEARCHES, *OTHERS])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_an_answer_has_a_tag_that_spares_sending_it_again(
    http: httpx.Client, path: str, coding: str
) -> None:
    headers = {"Accept": "text/html, */*;q=0.5", "Accept-Encoding": coding}
    first = http.get(path, headers=headers)
    assert first.status_code == 200
    again = http.get(path, headers={**headers, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"]
    other = http.get(path, headers={**headers, "If-None-Match": '"another"'})
    assert other.content == first.content
