"""Answers for a program to read."""

import codecs
import json
import sys
from typing import Any

import click


def repondre_json(reponse: Any) -> None:
    """Print an answer as JSON."""
    # Elsewhere than in UTF-8, escapes: a program must not read « ? » for a letter.
    echappe = codecs.lookup(sys.stdout.encoding).name != "utf-8"
    click.echo(json.dumps(reponse, ensure_ascii=echappe, indent=2, default=str))
