package dev.antiphon.diagram.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The configuration in the README is valid for the plugin. */
class ReadmeTest {
  private static final Path README =
      Path.of(System.getProperty("antiphon.root"), "diagram", "README.md");
  private static final Pattern BLOCK = Pattern.compile("```xml\n(<plugin>.*?)```", Pattern.DOTALL);

  @Test
  void configurationInTheReadmeIsValid() throws Exception {
    Element shown = block();
    PluginDescriptor plugin = DescriptorTest.plugin();

    assertThat(text(shown, "groupId")).isEqualTo(plugin.getGroupId());
    assertThat(text(shown, "artifactId")).isEqualTo(plugin.getArtifactId());
    assertThat(text(shown, "version")).isEqualTo(plugin.getVersion());
    assertThat(plugin.getMojos()).extracting(MojoDescriptor::getGoal).contains(text(shown, "goal"));
    Set<String> known =
        Arrays.stream(Diagram.class.getDeclaredFields())
            .map(Field::getName)
            .collect(Collectors.toSet());
    NodeList diagrams = shown.getElementsByTagName("diagram");
    assertThat(diagrams.getLength()).isPositive();
    for (int i = 0; i < diagrams.getLength(); i++) {
      NodeList children = diagrams.item(i).getChildNodes();
      assertThat(IntStream.range(0, children.getLength()).mapToObj(children::item))
          .filteredOn(child -> child.getNodeType() == Node.ELEMENT_NODE)
          .extracting(Node::getNodeName)
          .contains("source", "file")
          .isSubsetOf(known);
    }
  }

  private static Element block() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(README));
    assertThat(block.find()).isTrue();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(block.group(1))))
        .getDocumentElement();
  }

  private static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }
}
