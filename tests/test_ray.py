"""A real cluster of two nodes on this machine: the command over documents that crash and hang, interrupted and resumed.

Nothing is simulated: two `ray start` processes with a token of their own, ended by their process ids.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import TEXT, command_of, environment, run
from engines import CRASHES, HANGS, NASTY, local, pages, read_jsonl, recipe, write_jsonl

pytestmark = pytest.mark.ray
pytest.importorskip("ray", reason="needs Ray: pip install 'cleaner[ray]'")

SITE = """
import os, runpy, sys
from pathlib import Path
if "serve" in "".join(sys.orig_argv):
    Path(os.environ["CLEANED_HERE"], os.environ["NODE_NAME"]).touch()
sys.path.append({nasty!r})
runpy.run_path({nasty!r} + "/sitecustomize.py")
"""
NODE = ("--block", "--num-cpus=1", "--object-store-memory=100000000", "--disable-usage-stats")


@dataclass
class Cluster:
    address: str
    folder: Path
    environment: dict[str, str]

    def command(self, *args: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command_of("ray", *args, "--address", self.address),
            env=self.environment,
            cwd=self.folder,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *args: str | Path) -> tuple[int, str]:
        """Exit code and standard error, without the line that a slow machine gets every 30 seconds."""
        process = self.command(*args)
        _, said = process.communicate(timeout=200)
        return process.returncode, re.sub(r"(?m)^\d+ (?:of \d+ )?done, .*\n", "", said)


def children(pid: int) -> list[int]:
    """A process's children, theirs, and so on."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(stat.parent.name), *children(int(stat.parent.name))]
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def end(node: subprocess.Popen[bytes]) -> None:
    """A node, and what it has started: by their ids, politely first."""
    ours = [node.pid, *children(node.pid)]
    for number, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        for pid in filter(alive, ours):
            os.kill(pid, number)
        deadline = time.monotonic() + patience
        while any(map(alive, ours)) and time.monotonic() < deadline:
            node.poll()
            time.sleep(0.1)
    node.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(address: str, env: dict[str, str], nodes: int) -> bool:
    """Whether a cluster of so many nodes is there."""
    code = f"import ray; ray.init({address!r}, log_to_driver=False); print(sum(n['Alive'] for n in ray.nodes()))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout.strip() == str(nodes)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))  # a short name: there are sockets in it
    for name in ("site", "here"):
        (folder / name).mkdir()
    (folder / "site" / "sitecustomize.py").write_text(SITE.format(nasty=str(NASTY)))
    env = environment(folder / "site")
    env |= {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        "CLEANED_HERE": str(folder / "here"),
        "NODE_NAME": "driver",
    }
    address = f"127.0.0.1:{free_port()}"
    ray = str(Path(sys.executable).parent / "ray")
    starts = {
        "head": ("--head", f"--port={address[10:]}", f"--temp-dir={folder / 't'}", "--include-dashboard=false"),
        "second": (f"--address={address}",),
    }
    nodes: list[subprocess.Popen[bytes]] = []
    try:
        for name, args in starts.items():
            command = [ray, "start", "--node-ip-address=127.0.0.1", *args, *NODE]
            with (folder / f"{name}.log").open("wb") as log:
                nodes.append(subprocess.Popen(command, env=env | {"NODE_NAME": name}, stdout=log, stderr=log))
            deadline = time.monotonic() + 60
            while not answers(address, env, len(nodes)):
                said = (folder / f"{name}.log").read_text()
                assert nodes[-1].poll() is None, said
                assert time.monotonic() < deadline, said
        yield Cluster(address, folder, env)
    finally:
        for node in reversed(nodes):
            end(node)
        shutil.rmtree(folder, ignore_errors=True)


def test_two_nodes_give_two_thousand_rows_with_two_errors_and_the_texts_of_a_local_run(cluster: Cluster) -> None:
    import pyarrow.parquet as pq

    write_jsonl(cluster.folder / "pages.jsonl", pages(2000, bad=True))
    alone = local(cluster.folder, "--timeout", "5")
    told = {row["source"]: row["stage"] for row in read_jsonl(cluster.folder / "local.errors.jsonl")}
    out = cluster.folder / "out"
    code, said = cluster.run(
        *("pages.jsonl", "-o", "out", "--timeout", "5", "--part", "250", "--id-field", "id", "--report", "report.json")
    )
    failed = f"1 took more than --timeout, 1 crashed a worker: see {out / '_errors'}"
    assert (code, said) == (1, f"1998 cleaned, 2 failed: out\n  {failed}\n{look(said)}")
    rows = pq.read_table(out).to_pylist()
    assert rows == alone
    errors = [row for path in sorted((out / "_errors").iterdir()) for row in read_jsonl(path)]
    assert {row["source"]: row["stage"] for row in errors} == told
    assert told == {f"pages.jsonl#{CRASHES + 1}": "crash", f"pages.jsonl#{HANGS + 1}": "timeout"}
    assert len(list(out.glob("part-*.parquet"))) == 8
    assert {path.name for path in (cluster.folder / "here").iterdir()} >= {"head", "second"}


def look(said: str) -> str:
    """The line on what to look at, which other tests are about."""
    return "".join(line for line in said.splitlines(keepends=True) if " to look at " in line)


def test_interrupted_run_is_resumed_to_the_bytes_of_an_undisturbed_one(cluster: Cluster) -> None:
    folder = cluster.folder / "texts"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"NASTY nap {TEXT}Nomor {number} dipanggil.", encoding="utf-8")
    how = ("texts", "--format", "jsonl", "--part", "40", "-o")
    assert cluster.run(*how, "whole")[0] == 0
    process = cluster.command(*how, "cut")
    while not list((cluster.folder / "cut" / "_run").glob("part-*.json")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith("Interrupted: what is done is kept, and the same command with --resume goes on.\n")
    before = {path.name: path.stat().st_mtime_ns for path in (cluster.folder / "cut").glob("part-*")}
    assert 0 < len(before) < 10
    code, said = cluster.run(*how, "cut")
    assert (code, "an unfinished run lies in it; --resume goes on with it" in said) == (2, True)
    assert cluster.run(*how, "cut", "--resume") == (0, "400 cleaned, 0 failed: cut\n")
    parts = {
        name: [path.read_bytes() for path in sorted((cluster.folder / name).glob("part-*"))]
        for name in ("whole", "cut")
    }
    assert (len(parts["cut"]), parts["cut"]) == (10, parts["whole"])
    after = {path.name: path.stat().st_mtime_ns for path in (cluster.folder / "cut").glob("part-*")}
    assert {name: after[name] for name in before} == before
    assert cluster.run(*how, "cut", "--resume") == (
        0,
        "cut is complete already, nothing to resume; --overwrite cleans it anew\n",
    )


def test_recipe_in_a_dataset_of_ones_own(cluster: Cluster) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = cluster.folder / "own"
    folder.mkdir()
    rows = pages(200)
    rows[7]["html"] = f"NASTY segfault {TEXT}"
    pq.write_table(pa.Table.from_pylist(rows), folder / "pages.parquet")
    (folder / "own.py").write_text(recipe("Ray").replace("/shared", str(folder)), encoding="utf-8")
    env = cluster.environment | {"RAY_ADDRESS": cluster.address}
    done = subprocess.run(
        [sys.executable, "own.py"], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    found = pq.read_table(folder / "clean.parquet").to_pylist()
    assert {row["url"] for row in found} == {row["url"] for row in rows}
    assert [row["url"] for row in found if row["error"]] == [rows[7]["url"]]


WRONG = {
    "no such folder": (("nowhere", "-o", "x"), "nowhere: no such file or folder."),
    "standard input": (("-", "-o", "x"), "standard input can be read on one machine only"),
    "output in the source": (("texts", "-o", "texts/out"), "lies in texts, which is read; write to a folder beside it"),
    "its own source": (("texts/a.txt", "-o", "texts/a.txt"), "texts/a.txt is the output as well"),
    "a file": (("texts", "-o", "b.txt"), "b.txt is a file; -o takes the name of a folder for the parts"),
    "nowhere to write": (("texts", "-o", "a/b"), "make it first: mkdir -p"),
    "empty": (("empty", "-o", "x"), "empty: nothing to clean in this folder."),
    "wrong label": (("texts", "-o", "x", "--keep", "captions"), "--keep captions: no such label."),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_told_before_anything_is_done(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    args, message = WRONG[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    done = run("ray", *args)
    assert (done.exit_code, message in done.stderr) == (2, True), done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "b.txt", "empty", "texts"]


def test_cluster_that_is_not_there_is_told_and_leaves_nothing(cluster: Cluster) -> None:
    (cluster.folder / "a.txt").write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        command_of("ray", "a.txt", "-o", "gone", "--address", f"127.0.0.1:{free_port()}"),
        env=cluster.environment,
        cwd=cluster.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, "no Ray cluster answers at 127.0.0.1:" in done.stderr) == (2, True), done.stderr
    assert not (cluster.folder / "gone").exists()
