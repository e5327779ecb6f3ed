"""The command line's own words in French: click writes its help and errors in English."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

TITRES = {"Commands": "Commandes"}


class _Aide(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Usage : ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(TITRES.get(name, name)):
            yield


class _Contexte(click.Context):
    formatter_class = _Aide


class Commande(click.Command):
    """A command whose help is in French."""

    context_class = _Contexte

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "Affiche cette aide."
        return option


class Groupe(Commande, click.Group):
    """The program, whose commands are ``Commande``."""

    command_class = Commande


class Option(click.Option):
    """An option that says itself, in its help, what click would add in English."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return nothing to add."""
        return {}


def en_francais(erreur: click.UsageError) -> str:
    """Return what is wrong with the command line, and where to read how to write it."""
    contexte = erreur.ctx
    commande = contexte.command_path if contexte else "mouvement"
    return f"{_motif(erreur)}\nVoir « {commande} --help »."


def _motif(erreur: click.UsageError) -> str:
    if isinstance(erreur, click.NoSuchOption):
        proches = ", ".join(sorted(erreur.possibilities or ()))
        return f"Option inconnue : {erreur.option_name}." + (
            f" Peut-être : {proches}." if proches else ""
        )
    if isinstance(erreur, click.MissingParameter) and erreur.param is not None:
        return f"Il manque {_nom(erreur.param)}."
    if isinstance(erreur, click.BadParameter):
        nom = f" pour {_nom(erreur.param)}" if erreur.param is not None else ""
        return f"Valeur refusée{nom} : {erreur.message}."
    if isinstance(erreur, click.BadOptionUsage):
        return f"L'option {erreur.option_name} est mal employée : {erreur.message}"
    if erreur.message.startswith("No such command"):
        return f"Commande inconnue : {erreur.message.split(maxsplit=3)[3].rstrip('.')}."
    return f"Ligne de commande refusée : {erreur.message}"


def _nom(parametre: click.Parameter) -> str:
    if isinstance(parametre, click.Option):
        return f"l'option {parametre.opts[0]}"
    return f"l'argument {parametre.human_readable_name}"
