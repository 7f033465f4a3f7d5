package dev.antiphon.diagram;

import java.util.List;
import java.util.Objects;

/**
 * A state or pseudo-state of a diagram.
 *
 * @param id the id, unique in the diagram; can be any text
 * @param title the text that is shown; can be any text
 * @param kind the kind of state
 * @param description the lines below the title
 * @param regions the regions inside: zero for a simple state, one for a composite state, more for
 *     an orthogonal state
 */
public record DiagramState(
    String id,
    String title,
    StateKind kind,
    List<String> description,
    List<DiagramRegion> regions) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a state that is not normal has regions
   */
  public DiagramState {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(kind, "kind");
    description = List.copyOf(description);
    regions = List.copyOf(regions);
    if (kind != StateKind.NORMAL && !regions.isEmpty()) {
      throw new IllegalArgumentException(
          "only a normal state can have regions, but " + id + " is " + kind);
    }
  }

  /** Whether the state contains regions. */
  public boolean isComposite() {
    return !regions.isEmpty();
  }

  /** Returns this state with other regions. */
  public DiagramState withRegions(List<DiagramRegion> others) {
    return new DiagramState(id, title, kind, description, others);
  }
}
