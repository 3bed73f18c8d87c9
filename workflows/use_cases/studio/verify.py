"""The findings about a draft, with what its editors hold and have not saved yet."""

from workflows.catalogue import Finding, check_within_limits
from workflows.catalogue.apart import SECONDS
from workflows.catalogue.files import Files
from workflows.use_cases.studio import desk


def verify(code: str, files: Files, unsaved: Files, seconds: int = SECONDS) -> tuple[Finding, ...]:
    """Check the files of a draft under those of an editor; raise TooLarge beyond the bounds.

    Outside any transaction, in the checking process: a check may last, and must hold nobody up.
    """
    for path in unsaved:
        desk.refuse_path(path)
    present = {**files, **unsaved}
    desk.refuse_sizes({path: len(content) for path, content in present.items()})
    return check_within_limits(code, present, seconds)
