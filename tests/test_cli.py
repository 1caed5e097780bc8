"""The command line: whole data is said to be whole, and the page keeps its settings."""

from __future__ import annotations

import socket
import tomllib

import pytest

from geo import cli, knowledge
from geo.errors import DataError
from geo.serve import server
from geo.shipped import ROOT


def test_check_counts_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    assert "7 routes, 120 trade values, 44 figures" in capsys.readouterr().out


def test_check_says_what_is_broken_and_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise DataError("places.csv is missing. Restore it.")

    monkeypatch.setattr(knowledge, "load_knowledge", broken)
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().err == "atlas: places.csv is missing. Restore it.\n"


@pytest.mark.parametrize("arguments", [[], ["fly"], ["serve", "--port", "many"]])
def test_an_unknown_command_is_refused_with_the_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "usage: atlas" in capsys.readouterr().err


def test_every_setting_of_the_page_is_handed_to_the_server() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    settings = server.settings()
    assert settings["server.address"] == "127.0.0.1"
    assert settings["server.headless"] is True
    assert settings["server.allowedHosts"] == config["server"]["allowedHosts"]
    assert settings["theme.dark.textColor"] == config["theme"]["dark"]["textColor"]
    assert {name.split(".")[0] for name in settings} == set(config)


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_does_not_exist_is_refused_with_the_remedy(
    capsys: pytest.CaptureFixture[str], port: str
) -> None:
    assert cli.main(["serve", f"--port={port}"]) == 2
    assert f"Port {port}" in (said := capsys.readouterr().err)
    assert "make run PORT=8502" in said


def test_a_port_in_use_is_refused_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 2
    assert f"Port {port} of 127.0.0.1 cannot be had" in capsys.readouterr().err


def test_a_command_that_was_stopped_says_so_and_leaves_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(knowledge, "load_knowledge", stopped)
    assert cli.main(["check"]) == 130
    assert capsys.readouterr().err == "atlas: stopped\n"
