package dev.antiphon.diagram.maven;

import dev.antiphon.diagram.file.DiagramFile;
import dev.antiphon.diagram.load.MachineSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@code <diagram>} of the configuration. Maven fills the fields.
 *
 * <p>{@code source} is what {@link MachineSource} reads, {@code file} what {@link DiagramFile}
 * keeps, beginning at the project's folder; {@code part} names a part of a Markdown file, which is
 * in {@code format}: {@code mermaid} when nothing is said, {@code plantuml}, {@code dot}, {@code
 * scxml} or {@code markdown}.
 */
public final class Diagram {
  @Nullable String source;
  @Nullable String file;
  @Nullable String part;
  @Nullable String format;
}
