"""What a simulation says in a few lines."""

from mouvement.scenarios.simulation.dossier import Simulee

PRESQUE_SUR = 0.95


def chiffres(faite: Simulee) -> dict[str, int | float]:
    """Return the figures of a simulation."""
    devenirs, barres = faite.tables["devenirs"], faite.tables["barres_simulees"]
    participe = devenirs[devenirs["tirages"] > 0]
    servis = participe["voeux"] / participe["tirages"]
    zones = barres[["minimum", "maximum"]].fillna(-1)
    return {
        "tirages": faite.tirages,
        "repris": faite.repris,
        "non_prouves": faite.non_prouves,
        "candidats": len(devenirs),
        "retraits_par_tirage": float(devenirs["retraits"].sum() / faite.tirages),
        "voeux_par_tirage": float(devenirs["voeux"].sum() / faite.tirages),
        "sans_poste_par_tirage": float(devenirs["sans_poste"].sum() / faite.tirages),
        "toujours_servis": int((servis == 1).sum()),
        "presque_toujours": int(((servis >= PRESQUE_SUR) & (servis < 1)).sum()),
        "parfois": int(((servis > 0) & (servis < PRESQUE_SUR)).sum()),
        "jamais": int((servis == 0).sum()),
        "zones": len(barres),
        "zones_variables": int((zones["minimum"] != zones["maximum"]).sum()),
    }


def bilan(faite: Simulee, durees: dict[str, float]) -> str:
    """Return the summary that the command prints."""
    dits = chiffres(faite)
    faits = faite.tirages - faite.repris
    temps = f"{durees['tirages']:.1f} s pour {faits} tirages".replace(".", ",")
    repris = f", {faite.repris} repris d'une fois précédente" if faite.repris else ""
    lignes = [
        f"{'Tirages':<14}{faite.tirages}{repris}",
        f"{'Par tirage':<14}{_dix(dits['retraits_par_tirage'])} retraits · "
        f"{_dix(dits['voeux_par_tirage'])} vœux obtenus · "
        f"{_dix(dits['sans_poste_par_tirage'])} sans poste",
        f"{'Un vœu':<14}{dits['toujours_servis']} candidats à tous les tirages · "
        f"{dits['presque_toujours']} à 95 % au moins · {dits['parfois']} parfois · "
        f"{dits['jamais']} jamais",
        f"{'Barres':<14}{dits['zones_variables']} zones sur {dits['zones']} n'ont pas toujours la "
        "même",
        f"{'Durée':<14}{temps}",
    ]
    if faite.non_prouves:
        lignes.append(
            f"{'Inachevés':<14}{faite.non_prouves} tirages peut-être pas les meilleurs pour les "
            "couples"
        )
    return "\n".join(lignes)


def _dix(nombre: float) -> str:
    return f"{nombre:.1f}".replace(".", ",")
