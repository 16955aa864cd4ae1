"""install.py VENV REQUIREMENTS MARKER: make a virtual environment once, however many ask for it.

The marker is written last and names what is installed; an environment without it, or with another
one, was left half way or is out of date, and is made anew. Only the standard library is used here.
"""

import fcntl
import subprocess
import sys
import venv
from pathlib import Path


def main(folder: Path, requirements: Path, marker: str) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    complete = folder / "strata-complete"
    with open(folder.with_name(f"{folder.name}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # freed by the system, also when this process is killed
        if complete.exists() and complete.read_text() == marker:
            return
        venv.create(folder, clear=True, with_pip=True)
        pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--no-input"]
        subprocess.run([*pip, "install", "--quiet", "--requirement", requirements], check=True)
        complete.write_text(marker)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
