package dev.antiphon.diagram.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.junit.jupiter.api.Test;

/** Tests of the plugin descriptor. */
class DescriptorTest {
  @Test
  void pluginDescriptorContainsTheGoalsAndTheirParameters() throws Exception {
    PluginDescriptor plugin = plugin();

    assertThat(plugin.getGoalPrefix()).isEqualTo("antiphon-diagram");
    assertThat(plugin.getMojos())
        .extracting(MojoDescriptor::getGoal)
        .containsExactlyInAnyOrder("check", "write");
    assertThat(plugin.getMojos())
        .allSatisfy(
            goal -> {
              assertThat(goal.getPhase()).isEqualTo("process-classes");
              assertThat(goal.getDependencyResolutionRequired()).isEqualTo("test");
              assertThat(goal.isThreadSafe()).isTrue();
              assertThat(goal.getParameters())
                  .extracting(Parameter::getName)
                  .containsExactlyInAnyOrder("project", "diagrams", "testClasses", "skip");
            });
  }

  static PluginDescriptor plugin() throws Exception {
    try (Reader text =
        Files.newBufferedReader(Path.of("target/classes/META-INF/maven/plugin.xml"))) {
      return new PluginDescriptorBuilder().build(text);
    }
  }
}
