"""Write the words of the shipped questions, by which an answer to another question is told; `make subjects`."""

from pathlib import Path

from mock_interview.bank import Bank
from mock_interview.grading import elsewhere

if __name__ == "__main__":
    path = Path(elsewhere.__file__).with_name(elsewhere.FILE)
    path.write_text(elsewhere.table(Bank()), encoding="utf-8")
    print(f"Written: {path}")
