"""The published trials of Daymude, Axelrod & Forrest 2025 and their figures, as printed."""

from __future__ import annotations

from dataclasses import dataclass

from hushed.replications.daymude.rule import Punishment
from hushed.replications.daymude.trial import TrialSettings


@dataclass(frozen=True)
class PublishedTrial:
    """A published trial, its figures as printed: costs are (political, punishment).

    Parameters are (tolerance, severity, surveillance) after a round's decision, in rounds counted from 0.
    """

    punishment: Punishment
    boldness: float
    first_costs: tuple[str, str]
    parameters: dict[int, tuple[str, str, str]]
    final_parameters: tuple[str, str, str]
    final_costs: tuple[str, str]

    @property
    def settings(self) -> TrialSettings:
        """Settings of the trial: the published ones, with this form of punishment and mean boldness."""
        return TrialSettings(punishment=self.punishment, boldness=self.boldness)


SUM_OF_DESIRES = "24964.6676"

PUBLISHED_TRIALS = (
    PublishedTrial(
        "uniform",
        2.0,
        ("24058.58", "1688.80"),
        {
            500: (".6498", ".7987", ".2797"),
            1000: (".0011", "2.1537", ".9601"),
            2500: (".0016", "6.5592", ".9689"),
        },
        (".0006", "9.0161", ".8842"),
        ("79.8", "288.5"),
    ),
    PublishedTrial(
        "uniform",
        8.0,
        ("24728.33", "1921.70"),
        {
            500: (".9987", ".1261", ".1523"),
            1000: (".9538", ".4187", ".5156"),
            2500: (".9305", "1.5025", ".8786"),
        },
        (".9502", ".7762", ".0144"),
        ("24951.9", "16.3"),
    ),
    PublishedTrial(
        "proportional",
        1.0,
        ("24439.45", "532.87"),
        {
            500: (".0015", "1.7631", ".9806"),
            1000: (".0011", "2.8955", ".9601"),
            2500: (".0016", "7.405", ".969"),
        },
        (".0006", "10.2807", ".9192"),
        ("56.9", "12.6"),
    ),
    PublishedTrial(
        "proportional",
        3.0,
        ("24793.42", "559.21"),
        {
            500: (".9987", ".0334", ".2128"),
            1000: (".959", ".025", ".428"),
            # The curve of the published figure reads .892499 here: .8925 to four digits, and .892 (not .893) to three.
            2500: (".958", ".009", ".8925"),
        },
        (".8840", ".0036", ".0451"),
        ("24964.6", "0.3"),
    ),
)
