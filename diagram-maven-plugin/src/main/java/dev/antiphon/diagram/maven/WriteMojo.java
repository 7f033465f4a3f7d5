package dev.antiphon.diagram.maven;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes the files anew that do not show their machine as it is now, and leaves the others. */
@Mojo(
    name = "write",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class WriteMojo extends DiagramsMojo {
  @Override
  void execute(ProjectClasses classes) throws MojoExecutionException {
    for (String complaint : complaints(classes, true)) {
      getLog().info(complaint + ": written anew");
    }
  }
}
