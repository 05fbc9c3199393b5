"""How sentences are cut and joined."""

from __future__ import annotations

import pytest
from cutover.wording import first_sentence


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Leaving is cheaper for Dr. Ada Quimby in each reading. Look at the range.",
         "Leaving is cheaper for Dr. Ada Quimby in each reading."),
        ("St. Mary Clinic moves. Then the rest.", "St. Mary Clinic moves."),
        ("J. R. Ewing MD is ready! And so on.", "J. R. Ewing MD is ready!"),
        ("It costs $1.50 more. Ask why.", "It costs $1.50 more."),
        ("Mesa Care LLC. moves", "Mesa Care LLC."),
        ("One sentence alone.", "One sentence alone."),
        ("No end", "No end"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_first_sentence_ends_with_no_title_and_no_initial(text, first):
    assert first_sentence(text) == first
