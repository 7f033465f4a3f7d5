package dev.antiphon.diagram;

import java.util.List;
import java.util.Objects;

/**
 * A node of a diagram.
 *
 * @param id names it among all states of its diagram; any text
 * @param title what is shown; any text
 * @param kind what it is
 * @param description lines shown below the title
 * @param regions what lies inside: none for a simple state, one for a composite, more for an
 *     orthogonal one
 */
public record DiagramState(
    String id,
    String title,
    StateKind kind,
    List<String> description,
    List<DiagramRegion> regions) {

  /** Takes copies; only a normal state has regions. */
  public DiagramState {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(kind, "kind");
    description = List.copyOf(description);
    regions = List.copyOf(regions);
    if (kind != StateKind.NORMAL && !regions.isEmpty()) {
      throw new IllegalArgumentException(kind + " with regions inside: " + id);
    }
  }

  /** Whether there are states inside. */
  public boolean isComposite() {
    return !regions.isEmpty();
  }

  /** The same with other regions inside. */
  public DiagramState withRegions(List<DiagramRegion> others) {
    return new DiagramState(id, title, kind, description, others);
  }
}
