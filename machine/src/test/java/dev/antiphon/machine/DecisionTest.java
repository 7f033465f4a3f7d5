package dev.antiphon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {

  @Test
  void decisionKeepsACopyOfTheListOfEffects() {
    List<String> effects = new ArrayList<>(List.of("ring"));
    Decision<String, String, Integer, String> decision =
        new Decision<>("a call", "P1.ID.1", 0, 1, effects);
    effects.add("ring again");
    assertThat(decision.effects()).containsExactly("ring");
  }
}
