package dev.antiphon.spec.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnvisitedTest {
  private final List<Unvisited> list = Unvisited.all();

  @Test
  void everyEntryOfTheUnvisitedListRefersToExistingRowsAndHasAReason() {
    for (Unvisited line : list) {
      assertThat(line.rows()).as(line.reason()).hasSizeGreaterThanOrEqualTo(line.named().size());
      assertThat(line.reason()).isNotBlank();
    }
  }

  @Test
  void noRowIsListedTwice() {
    assertThat(list.stream().flatMap(line -> line.rows().stream())).doesNotHaveDuplicates();
  }
}
