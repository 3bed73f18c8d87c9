"""The flows that tokens follow are told with each move, whatever stands between two nodes."""

from tests.engine.case import MORNING, Case, read
from workflows.engine import complete, start


def test_a_move_tells_the_flows_it_followed_in_their_order():
    definition = read("avis")
    begun = start(definition, {}, MORNING)

    advance = complete(definition, begun.state, begun.ready[0].id, {}, MORNING)

    assert begun.taken == ("Flux_Debut_Instruire",)
    assert advance.taken[:2] == ("Flux_Instruire_Tour", "Flux_Tour_Ouvrir")
    assert set(advance.taken[2:]) == {"Flux_Ouvrir_Eau", "Flux_Ouvrir_Voirie"}


def test_a_gateway_tells_the_way_chosen_and_not_the_other():
    case = Case(read("avis")).do("Instruire").do("Eau").do("Voirie")

    case.do("Conclure", encore=False)

    assert case.advance.taken == ("Flux_Conclure_Encore", "Flux_Encore_Fin")


def test_a_join_that_still_waits_has_not_let_anything_through():
    case = Case(read("avis")).do("Instruire").do("Eau")

    assert case.advance.taken == ("Flux_Eau_Fermer",)


def test_the_flow_of_a_timer_attached_to_a_task_is_taken_when_it_rings():
    case = Case(read("relances"))
    begun = case.advance.taken

    case.after(days=7)

    assert begun == ("Flux_Debut_Payer",)
    assert case.advance.taken == ("Flux_Chaque_semaine_Relancer", "Flux_Relancer_Fin_relance")
