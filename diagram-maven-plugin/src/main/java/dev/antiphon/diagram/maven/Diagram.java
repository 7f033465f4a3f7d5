package dev.antiphon.diagram.maven;

import dev.antiphon.diagram.file.DiagramFile;
import dev.antiphon.diagram.load.MachineSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@code <diagram>} of the plugin configuration. Maven sets the fields.
 *
 * <p>{@code source} is the name of a {@link MachineSource}, such as {@code
 * com.acme.Machines#orders}. {@code file} is the path of a {@link DiagramFile}, relative to the
 * project's folder. {@code part} is the name of a part of a Markdown file. {@code format} is the
 * format of the part: {@code mermaid} (the default), {@code plantuml}, {@code dot}, {@code scxml}
 * or {@code markdown}.
 */
public final class Diagram {
  @Nullable String source;
  @Nullable String file;
  @Nullable String part;
  @Nullable String format;
}
