"""The command line's own errors, in French."""

import click


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
