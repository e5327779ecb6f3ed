"""The command line's own words in French: click writes its help and errors in English."""

import re
from collections.abc import Callable, Collection
from typing import Any

import click

TITRES = {"Commands": "Commandes"}


class _Aide(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Usage : ")

    def write_heading(self, heading: str) -> None:
        self.write(f"{TITRES.get(heading, heading)} :\n")


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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; every error then knows the command whose help to read."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as erreur:
            erreur.ctx = erreur.ctx or ctx
            raise


class Groupe(Commande, click.Group):
    """The program, whose commands are ``Commande``."""

    command_class = Commande


class Option(click.Option):
    """An option that says itself, in its help, what click would add in English."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return nothing to add."""
        return {}


def entier(texte: str) -> int:
    """Return the whole number that an option gives: signed, on 64 bits."""
    try:
        dit = int(texte)
    except ValueError:
        raise click.BadParameter(f"« {texte} » n'est pas un nombre entier") from None
    if not -(2**63) <= dit < 2**63:
        raise click.BadParameter(f"« {texte} » est un nombre trop grand")
    return dit


def nombre(texte: str | float) -> float:
    """Return the number that an option gives, with a point or a comma."""
    try:
        return float(str(texte).replace(",", "."))
    except ValueError:
        raise click.BadParameter(f"« {texte} » n'est pas un nombre") from None


def choix(valeurs: Collection[str]) -> Callable[[str], str]:
    """Return what accepts one of these values for an option."""

    def choisir(texte: str) -> str:
        if texte not in valeurs:
            raise click.BadParameter(f"« {texte} » ; choisir parmi : {', '.join(valeurs)}")
        return texte

    return choisir


def en_francais(erreur: click.UsageError) -> str:
    """Return what is wrong with the command line, and where to read how to write it."""
    contexte = erreur.ctx
    if isinstance(erreur, click.exceptions.NoArgsIsHelpError) and contexte:
        return contexte.get_help()
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
        attendu = _attendu(erreur.param.type) if erreur.param is not None else ""
        return f"Valeur refusée{nom} : {attendu or erreur.message.rstrip('.')}."
    if isinstance(erreur, click.BadOptionUsage):
        attend = "ne prend pas de" if "not take" in erreur.message else "demande une"
        return f"L'option {erreur.option_name} {attend} valeur."
    return _motif_sans_classe(erreur.message)


def _attendu(sorte: click.ParamType[Any]) -> str:
    """Return what click's own kinds of values ask for; our own say it themselves."""
    if isinstance(sorte, click.Choice):
        return f"donner {' ou '.join(map(str, sorte.choices))}"
    if isinstance(sorte, click.IntRange):
        bornes = f"d'au moins {sorte.min}" if sorte.max is None else f"de {sorte.min} à {sorte.max}"
        return f"donner un nombre entier {bornes}"
    return ""


def _motif_sans_classe(message: str) -> str:
    """Return what click 8.2 says by its message alone."""
    commande = re.match(r"No such command '(.*)'", message)
    if commande:
        return f"Commande inconnue : {commande[1]}."
    en_trop = re.match(r"Got unexpected extra arguments? \((.*)\)$", message)
    if en_trop:
        return f"Argument en trop : {en_trop[1]}."
    return f"Ligne de commande refusée : {message}"


def _nom(parametre: click.Parameter) -> str:
    if isinstance(parametre, click.Option):
        return f"l'option {parametre.opts[0]}"
    return f"l'argument {parametre.human_readable_name}"
