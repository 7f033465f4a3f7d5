package dev.antiphon.diagram.maven;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes all files that are not up to date with their machines. Other files are not changed. */
@Mojo(
    name = "write",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class WriteMojo extends DiagramsMojo {
  @Override
  void execute(ProjectClasses classes) throws MojoExecutionException {
    for (String problem : problems(classes, true)) {
      getLog().info(problem + ": updated");
    }
  }
}
