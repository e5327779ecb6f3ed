"""The front door: reads the command line, calls the rooms, prints. Heavy imports wait inside."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from mouvement import __version__
from mouvement.commandes.banc import banc
from mouvement.commandes.comparer import comparer
from mouvement.commandes.desistement import desistement, verifier_desistements
from mouvement.commandes.lot import lot
from mouvement.commandes.rejouer import rejouer
from mouvement.commandes.requete import requete
from mouvement.commandes.scenario import scenario
from mouvement.commandes.simuler import simuler
from mouvement.conduite import TEMPS_LIMITE, conduire, pluriel
from mouvement.engine.erreurs import (
    CertificatRompu,
    DonneesRefusees,
)
from mouvement.options import CAMPAGNE, DOSSIER, ECRASER, JSON, SORTIE
from mouvement.reponse import repondre_json
from mouvement.usage import Groupe, Option, entier, nombre


@click.group(
    cls=Groupe,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    epilog="Codes de sortie : 0 fait et certifié · 2 usage, ou sortie inutilisable · 3 données "
    "refusées · 4 certificat rompu · 5 arrêt au temps limite · 130 interrompu.",
)
@click.version_option(
    __version__, prog_name="mouvement", message="%(prog)s %(version)s", help="Affiche la version."
)
def cli() -> None:
    """Calcule le mouvement d'une campagne, le prouve et l'explique.

    Pour commencer : « mouvement generer demo --sortie essai », puis « mouvement affecter essai
    --sortie resultat », puis « mouvement expliquer resultat CANDIDAT ».
    """


@cli.command(short_help="Lit et contrôle une campagne.")
@CAMPAGNE
@JSON
def controler(campagne: Path, en_json: bool) -> None:
    """Lit et contrôle toute la campagne, liste toutes les fautes, ne change rien.

    CAMPAGNE est le dossier qui contient campagne.toml et les tables Parquet.
    """
    from mouvement.io.lecture import lire_campagne

    try:
        lue = lire_campagne(campagne)
    except DonneesRefusees as refus:
        if en_json:
            repondre_json([vars(faute) for faute in refus.fautes])
        else:
            click.echo("\n".join(map(str, refus.fautes)))
        click.echo(pluriel(len(refus.fautes), "faute"), err=True)
        sys.exit(refus.code_sortie)
    if en_json:
        repondre_json([])
    else:
        click.echo(
            f"Campagne {lue.academie} {lue.annee} : {len(lue.candidats)} candidats, "
            f"{len(lue.voeux)} vœux, {len(lue.postes)} postes. Aucune faute."
        )


@cli.command(short_help="Calcule le mouvement d'une campagne.")
@CAMPAGNE
@SORTIE
@ECRASER
@click.option(
    "--solveur",
    type=click.Choice(["auto", "acceptation-differee", "cp-sat"]),
    metavar="NOM",
    help="Remplace l'option solveur : auto, acceptation-differee ou cp-sat ; même résultat.",
)
@click.option(
    "--temps-max",
    type=click.IntRange(1),
    metavar="SECONDES",
    help="Remplace l'option temps_max_s : borne la recherche, quand des couples sont liés.",
)
@click.option(
    "--processus",
    "--executeur",
    "processus",
    default="1",
    cls=Option,
    metavar="N",
    help="Résout dans N processus (1 par défaut) les disciplines, par groupes que des couples "
    "lient ; ou sur une grappe Dask : dask://HÔTE:PORT. Même résultat. N'abrège que si plusieurs "
    "groupes ont des couples longs à prouver.",
)
@JSON
def affecter(
    campagne: Path,
    sortie: Path,
    ecraser: bool,
    solveur: str | None,
    temps_max: int | None,
    processus: str,
    en_json: bool,
) -> None:
    """Calcule le mouvement : contrats, affectations, certificat, audit.

    CAMPAGNE est le dossier qui contient campagne.toml et les tables Parquet. Rien n'est écrit si
    les données sont refusées ou si le certificat ne tient pas.
    """
    from mouvement.io.bilan import bilan, decisions
    from mouvement.io.resultats import verifier_sortie
    from mouvement.progression import Progression
    from mouvement.scenarios.affectation import affecter_dossier
    from mouvement.scenarios.executeurs import executeur

    verifier_sortie(sortie, ecraser)
    suivi = Progression()
    with executeur(processus, "mouvement.engine.resolution") as ouvriers:
        faite = affecter_dossier(campagne, sortie, ecraser, suivi, ouvriers.map, solveur, temps_max)
    compte, couples = faite.compte, faite.couples
    if en_json:
        statut = faite.identite["statut"]
        repondre_json({"statut": statut, "sortie": str(sortie), **compte, **couples})
    else:
        reserve = "hors décisions, " if compte["decisions"] else ""
        certificat = f"tenu : {reserve}aucun barème n'est lésé"
        click.echo(bilan(compte, suivi.durees, certificat, couples, decisions(faite.resultat)))
        click.echo(f"{'Résultat':<14}{sortie}")
    if not faite.prouve:
        sys.exit(TEMPS_LIMITE)


@cli.command(short_help="Calcule les barèmes et montre les écarts avec les barèmes déclarés.")
@CAMPAGNE
@click.option(
    "--sortie",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier à écrire : voeux, baremes, ecarts, signalements et rejets, en Parquet.",
)
@ECRASER
@JSON
def bareme(campagne: Path, sortie: Path | None, ecraser: bool, en_json: bool) -> None:
    """Calcule le barème de chaque vœu et sa décomposition, sans rien affecter.

    Les barèmes que la table voeux déclare sont comparés à ceux que le règlement calcule, même si
    la campagne les prend tels quels : chaque écart est montré avec ses éléments. C'est ainsi que
    les données se fiabilisent avant le mouvement.
    """
    from mouvement.engine.instruction import instruire
    from mouvement.io import baremes
    from mouvement.io.explication import lignes
    from mouvement.io.lecture import lire_campagne
    from mouvement.progression import Progression

    if sortie is not None:
        baremes.verifier_sortie(sortie, ecraser)
    suivi = Progression()
    with suivi.etape("lecture"):
        lue = lire_campagne(campagne, calcule=True)
    with suivi.etape("barème"):
        instruction = instruire(lue)
        tables = baremes.tables(lue, instruction)
    if sortie is not None:
        with suivi.etape("écriture"):
            baremes.ecrire(sortie, lue, tables, ecraser)
    if en_json:
        repondre_json(lignes(tables["ecarts"]))
    else:
        click.echo(baremes.bilan(instruction, tables["ecarts"]))


@cli.command(short_help="Revérifie un résultat, sans solveur.")
@DOSSIER
@click.option(
    "--campagne",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier de la campagne (par défaut : celui que nomme le manifeste).",
)
@JSON
def verifier(dossier: Path, campagne: Path | None, en_json: bool) -> None:
    """Revérifie un résultat à partir de ses fichiers, sans solveur.

    Refait contrats, priorités, capacités et barres à partir de la campagne, et compare tout ce
    que le dossier DIR affirme. Chaque écart est nommé ; le code de sortie est alors 4. DIR peut
    aussi être un dossier de désistements : son résultat d'origine est revérifié avec lui.
    """
    from mouvement.io.desistements import est_desistement
    from mouvement.progression import Progression
    from mouvement.scenarios.verification import reverifier

    if est_desistement(dossier):
        verifier_desistements(dossier, campagne, en_json)
        return
    faite = reverifier(dossier, campagne, Progression())
    resultat, constats = faite.resultat, faite.constats
    if en_json:
        repondre_json([vars(constat) for constat in constats])
    if constats:
        raise CertificatRompu([] if en_json else [str(constat) for constat in constats])
    if not en_json:
        click.echo(
            f"Le résultat tient : {len(resultat.affectations)} candidats, "
            f"{len(resultat.priorites)} contrats et {len(resultat.barres)} barres revérifiés."
        )


@cli.command(short_help="Raconte l'histoire d'un candidat.")
@DOSSIER
@click.argument("candidat")
@JSON
def expliquer(dossier: Path, candidat: str, en_json: bool) -> None:
    """Raconte l'histoire d'un candidat : chaque vœu, ses points, la barre, le motif."""
    from mouvement.io.explication import lignes, raconter
    from mouvement.io.resultats import couples_lies, lire_candidat

    tables = {nom: lignes(table) for nom, table in lire_candidat(dossier, candidat).items()}
    if en_json:
        repondre_json(
            {
                "affectation": tables["affectations"][0],
                "audit": tables["audit"],
                "baremes": tables["baremes"],
                "signalements": tables["signalements"],
            }
        )
    else:
        click.echo(raconter(tables, couples_lies(dossier)))


@cli.command(short_help="Écrit une campagne synthétique.")
@click.argument("modele")
@SORTIE
@click.option(
    "--academie",
    metavar="NOM",
    help="Académie imitée (orleans-tours par défaut ; toutes pour nationale).",
)
@click.option(
    "--graine",
    metavar="ENTIER",
    type=entier,
    help="Graine du hasard : même graine, mêmes fichiers.",
)
@click.option(
    "--facteur",
    metavar="NOMBRE",
    type=nombre,
    default=1.0,
    help="Multiplie candidats, vœux et supports (1 par défaut).",
)
@click.option(
    "--reglement",
    metavar="NOM",
    help="Règlement de la campagne : declare pour des barèmes donnés (par défaut : celui de "
    "l'académie s'il est fourni, sinon declare).",
)
@ECRASER
def generer(
    modele: str,
    sortie: Path,
    academie: str | None,
    graine: int | None,
    facteur: float,
    reglement: str | None,
    ecraser: bool,
) -> None:
    """Écrit une campagne synthétique du second degré, de la taille d'un MODELE.

    MODELE : minuscule (essais), demo ou typique (une académie réelle : 3 000 candidats, 60 000
    vœux), large (12 000 candidats, 240 000 vœux), nationale (un dossier de 30 académies, aux
    barèmes déclarés). Les communes sont réelles, les établissements et les personnes inventés.
    """
    from mouvement.progression import Progression
    from mouvement.scenarios.generation import GRAINE_PAR_DEFAUT, ecrire_modele

    choisie = GRAINE_PAR_DEFAUT if graine is None else graine
    with Progression().etape("génération"):
        ecrire_modele(modele, sortie, academie, choisie, facteur, ecraser, reglement)
    click.echo(f"Campagne écrite : {sortie}")


@cli.command(short_help="Liste ou détaille les règlements fournis.")
@click.argument("nom", required=False)
@JSON
def reglements(nom: str | None, en_json: bool) -> None:
    """Liste les règlements fournis, ou en détaille un : éléments, options, sources."""
    from mouvement.engine.reglements import NOMS, charger
    from mouvement.io.reglements import detailler, lister

    if nom is not None and nom not in NOMS:
        raise click.BadParameter(f"« {nom} » ; règlements fournis : {', '.join(NOMS)}")
    choisis = [charger(n) for n in (NOMS if nom is None else [nom])]
    if en_json:
        repondre_json([{**vars(r), "options": vars(r.options)} for r in choisis])
    else:
        click.echo(lister(choisis) if nom is None else detailler(choisis[0]))


@cli.command(short_help="Désigne qui perd son poste quand un poste est supprimé.")
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option(
    "--reglement",
    cls=Option,
    required=True,
    metavar="NOM",
    help="Règle à suivre (obligatoire) : clermont-2025-second-degre ou "
    "martinique-2025-second-degre.",
)
@click.option(
    "--annee",
    metavar="ENTIER",
    type=entier,
    help="Année du mouvement : l'ancienneté se compte au 1er septembre (par défaut : celle du "
    "règlement).",
)
@click.option(
    "--suppressions",
    metavar="ENTIER",
    type=entier,
    help="Nombre de postes supprimés, le même pour tout le fichier, au lieu de la colonne.",
)
@click.option(
    "--texte-seul",
    is_flag=True,
    help="Laisse à égalité ceux que le texte publié ne départage pas.",
)
@click.option(
    "--sortie",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Fichier à écrire aussi, en .csv ou .parquet.",
)
@click.option("--ecraser", is_flag=True, help="Remplace le fichier de sortie existant.")
@JSON
def designer(
    fichier: Path,
    reglement: str,
    annee: int | None,
    suppressions: int | None,
    texte_seul: bool,
    sortie: Path | None,
    ecraser: bool,
    en_json: bool,
) -> None:
    r"""Désigne qui est touché par une mesure de carte scolaire, parmi les occupants.

    FICHIER, CSV (UTF-8, à ligne de titres) ou Parquet, a une ligne par agent de chaque
    établissement (ou zone de remplacement) et discipline où un poste est supprimé. Colonnes :

    \b
    etablissement, discipline, agent
    volontaire, definitif          O ou N (definitif : à titre définitif)
    suppressions                   postes supprimés, ou l'option --suppressions
    installation                   date d'installation sur le poste
    partie_fixe                    points : ancienneté de poste et d'échelon
    enfants                        nombre d'enfants de moins de 20 ans au
                                   1er septembre de l'année scolaire en cours
    naissance                      date de naissance

    \b
    Martinique, en plus :
    maintien_medical               O : maintien décidé après avis du médecin
    installation_premiere          facultative ; date de première installation
                                   dans l'établissement (ancien corps ou grade),
                                   ou dans le premier poste supprimé

    \b
    Clermont-Ferrand, en plus : O ou N, protégé si les quatre sont O
    boe                            bénéficiaire de l'obligation d'emploi
    mute_bonification_handicap     venu par une bonification au titre du handicap
    poste_amenage                  aménagement matériel du poste
    avis_medecin_favorable         avis du médecin favorable au maintien

    À Clermont-Ferrand, le texte ne départage ni les volontaires (choix manuel) ni ceux de même
    ancienneté : partie fixe, enfants et naissance y suivent la Martinique, et c'est signalé. Avec
    --texte-seul, ces trois colonnes ne sont pas lues et l'égalité reste à trancher.
    """
    from mouvement.engine.designation import designer_tous
    from mouvement.engine.reglements.designation import charger_designation, noms_designation
    from mouvement.io import rendu_designation as rendu
    from mouvement.io.designation import lire_occupants

    if reglement not in noms_designation():
        connus = ", ".join(noms_designation())
        raise click.BadParameter(f"« {reglement} » ; règlements qui désignent : {connus}")
    if suppressions is not None and suppressions < 0:
        raise click.BadParameter(f"« {suppressions} » suppressions")
    if annee is not None and not 2000 <= annee < 2100:
        raise click.BadParameter(f"« {annee} » n'est pas une année de mouvement")
    regle = charger_designation(reglement)
    if texte_seul:
        regle = regle.texte_seul()
    if sortie is not None:
        rendu.verifier_sortie(sortie, fichier, ecraser)
    occupants = lire_occupants(
        fichier, regle, regle.annee if annee is None else annee, suppressions
    )
    resultat = designer_tous(occupants, regle)
    if sortie is not None:
        rendu.ecrire(resultat, sortie)
    if en_json:
        repondre_json(rendu.en_json(resultat))
    else:
        click.echo(rendu.rediger(resultat))


cli.add_command(banc)
cli.add_command(comparer)
cli.add_command(desistement)
cli.add_command(lot)
cli.add_command(rejouer)
cli.add_command(requete)
cli.add_command(scenario)
cli.add_command(simuler)


def main() -> NoReturn:
    """Run the command line."""
    conduire(cli)
