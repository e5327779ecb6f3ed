"""How a run of the command line ends: one exit status and one message for each kind of end."""

import os
import signal
import sys
from typing import NoReturn

import click

from mouvement.engine.erreurs import CertificatRompu, DonneesRefusees, ErreurMouvement
from mouvement.usage import en_francais

TEMPS_LIMITE = 5
INTERROMPU = 130


def conduire(programme: click.Command) -> NoReturn:
    """Run a command line; every error that a user can act on ends here, with its status."""
    for recu in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(recu) != signal.SIG_IGN:  # as under nohup
            signal.signal(recu, signal.default_int_handler)
    for nom in ("stdout", "stderr"):
        if getattr(sys, nom) is None:  # closed, as a daemon's
            setattr(sys, nom, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        # A log in another encoding must not stop a night's run.
        getattr(sys, nom).reconfigure(errors="replace")
    try:
        _exiger_utf_8(sys.argv[1:])
        sys.exit(programme(prog_name="mouvement", standalone_mode=False) or 0)
    except click.UsageError as erreur:
        _finir(2, en_francais(erreur))
    except DonneesRefusees as refus:
        fautes = "\n".join(map(str, refus.fautes))
        compte = pluriel(len(refus.fautes), "faute")
        _finir(3, f"{fautes}\nDonnées refusées : {compte} ; rien n'a été écrit.")
    except CertificatRompu as rupture:
        constats = "\n".join(rupture.constats)
        _finir(4, f"{constats}\nLe certificat ne tient pas.".lstrip())
    except ErreurMouvement as erreur:
        _finir(erreur.code_sortie, str(erreur))
    except BrokenPipeError:
        raise
    except OSError as erreur:
        from mouvement.io.dossier import raison

        _finir(2, f"Affichage impossible : {raison(erreur)}.")
    except MemoryError:
        _finir(2, "Mémoire insuffisante ; rien n'a été écrit.")
    except (KeyboardInterrupt, click.Abort):
        _finir(INTERROMPU, "Interrompu ; rien n'a été écrit.")


def _exiger_utf_8(arguments: list[str]) -> None:
    """Refuse a name that no manifest or table could hold."""
    for argument in arguments:
        if any("\ud800" <= lettre <= "\udfff" for lettre in argument):
            raise ErreurMouvement(
                f"{argument} : ce nom n'est pas de l'UTF-8. Renommer, ou passer par un lien."
            )


def _finir(code: int, message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def pluriel(nombre: int, nom: str) -> str:
    """Count something in French."""
    return f"{nombre} {nom}{'s' if nombre > 1 else ''}"
