"""The bill of materials of hushed's wheel as CycloneDX 1.6: what it runs on, as locked, and what is bundled into it.

Run by `make sbom`, which writes `dist/hushed-VERSION.cdx.json`. It holds no date and no number of chance, so the
same lock gives the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
import uuid
from collections.abc import Iterable
from typing import Any

from locked import ROOT, Locked, NpmLocked, locks, name_of, npm_locked, packages


def bill() -> dict[str, Any]:
    """The document, from the lock and from nothing else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said, releases = packages(), _runs_on(locks()["run"], project["dependencies"])
    bundled = [each for each in npm_locked() if not each.only_builds]
    hushed = {
        "type": "application",
        "bom-ref": f"pkg:pypi/hushed@{project['version']}",
        "name": "hushed",
        "version": project["version"],
        "description": project["description"],
        "licenses": [{"license": {"id": "MIT"}}],
        "purl": f"pkg:pypi/hushed@{project['version']}",
    }
    components = [*(_python(each, said[each.name].licence) for each in releases), *(_npm(each) for each in bundled)]
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": hushed},
        "components": sorted(components, key=lambda each: str(each["bom-ref"])),
        "dependencies": _dependencies(hushed["bom-ref"], project["dependencies"], releases, bundled),
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(made, sort_keys=True))
    return {**made, "serialNumber": f"urn:uuid:{number}"}


def _runs_on(releases: list[Locked], wanted: list[str]) -> list[Locked]:
    """Of what is locked, what hushed needs to run: not what only installs it."""
    needs, reached = packages(), set[str]()
    waiting = [name_of(each) for each in wanted]
    while waiting:
        name = waiting.pop()
        if name in needs and name not in reached:
            reached.add(name)
            waiting += needs[name].needs
    return [each for each in releases if each.name in reached]


def _reference(release: Locked) -> str:
    return f"pkg:pypi/{release.name}@{release.version}"


def _python(release: Locked, licence: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": _reference(release),
        "name": release.name,
        "version": release.version,
        "licenses": _licences(licence),
        "purl": _reference(release),
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{release.name}/{release.version}/",
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in release.digests],
            }
        ],
    }
    return made | ({"properties": [{"name": "hushed:marker", "value": release.marker}]} if release.marker else {})


def _npm_reference(package: NpmLocked) -> str:
    return f"pkg:npm/{package.name.replace('@', '%40')}@{package.version}"


def _npm(package: NpmLocked) -> dict[str, Any]:
    digest = base64.b64decode(package.integrity.partition("-")[2]).hex()
    return {
        "type": "library",
        "bom-ref": _npm_reference(package),
        "name": package.name,
        "version": package.version,
        "description": "Bundled into the explorer's page.",
        "hashes": [{"alg": "SHA-512", "content": digest}],
        "licenses": _licences(package.licence),
        "purl": _npm_reference(package),
    }


def _licences(expression: str) -> list[dict[str, Any]]:
    return [{"license": {"id": expression}} if re.fullmatch(r"\S+", expression) else {"expression": expression}]


def _dependencies(
    hushed: object, wanted: list[str], releases: list[Locked], bundled: list[NpmLocked]
) -> list[dict[str, Any]]:
    needs, references = packages(), dict[str, list[str]]()
    for each in releases:
        references.setdefault(each.name, []).append(_reference(each))

    def of(names: Iterable[str]) -> list[str]:
        return sorted({reference for name in names for reference in references.get(name, ())})

    lines = [(hushed, [*of([name_of(each) for each in wanted]), *(_npm_reference(each) for each in bundled)])]
    lines += [(_reference(each), of(needs[each.name].needs)) for each in releases]
    lines += [(_npm_reference(each), []) for each in bundled]
    return [{"ref": ref, "dependsOn": names} for ref, names in sorted(lines, key=lambda line: str(line[0]))]


def text() -> str:
    """The document as it is written."""
    return json.dumps(bill(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the document."""
    made = text()
    place = ROOT / "dist" / f"hushed-{json.loads(made)['metadata']['component']['version']}.cdx.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text(made, encoding="utf-8", newline="\n")
    print(place.relative_to(ROOT))


if __name__ == "__main__":
    main()
