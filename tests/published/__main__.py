"""Write VERIFICATION.md anew: ``python -m tests.published``."""

from tests.published.document import DOCUMENT, made_again, rendered

DOCUMENT.write_text(rendered(made_again()), encoding="utf-8")
