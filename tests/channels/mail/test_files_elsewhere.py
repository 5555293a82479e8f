"""Files and mails may stand in a bucket instead of the data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_SAY = "import json; from stayline.project import settings; print(json.dumps(settings.STORAGES['default'], default=str))"


def _storage(folder: Path, **given: str) -> dict[str, Any]:
    own = {"STAYLINE_DATA": str(folder), **given}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STAYLINE_")}
    done = subprocess.run(
        [sys.executable, "-c", _SAY],
        env={**kept, **own},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_files_stand_in_a_bucket_where_one_is_named(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("opens it\n")
    storage = _storage(
        tmp_path,
        STAYLINE_FILES_BUCKET="fernwood-files",
        STAYLINE_FILES_ENDPOINT="https://s3.fernwood.example",
        STAYLINE_FILES_ACCESS_KEY="us",
        STAYLINE_FILES_SECRET_KEY_FILE=str(key),
    )
    assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
    options = storage["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"]) == (
        "fernwood-files",
        "https://s3.fernwood.example",
    )
    assert (options["access_key"], options["secret_key"]) == ("us", "opens it")
    assert options["default_acl"] == "private"


def test_without_one_they_stand_in_the_data_folder_for_us_alone(tmp_path: Path) -> None:
    storage = _storage(tmp_path)
    assert storage["BACKEND"].endswith("FileSystemStorage")
    assert storage["OPTIONS"]["location"].startswith(str(tmp_path))
    assert storage["OPTIONS"]["file_permissions_mode"] == 0o600
