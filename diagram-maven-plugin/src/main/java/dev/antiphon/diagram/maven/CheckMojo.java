package dev.antiphon.diagram.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Fails the build when a file does not show its machine as it is now, and names each. */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class CheckMojo extends DiagramsMojo {
  @Override
  void execute(ProjectClasses classes) throws MojoExecutionException, MojoFailureException {
    List<String> complaints = complaints(classes, false);
    if (!complaints.isEmpty()) {
      throw new MojoFailureException(
          String.join(", ", complaints)
              + (": mvn " + (testClasses ? "test-compile" : "compile"))
              + " antiphon-diagram:write writes what is stale");
    }
  }
}
