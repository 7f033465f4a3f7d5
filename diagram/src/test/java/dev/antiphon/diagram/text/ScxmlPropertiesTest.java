package dev.antiphon.diagram.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ScxmlPropertiesTest {
  private static final int TRIES = 300;
  private static final String NAMESPACE = "http://www.w3.org/2005/07/scxml";
  private static final String EXTENSION_NAMESPACE = "https://antiphon.dev/diagram";

  @Provide
  Arbitrary<StateDiagram> diagrams() {
    return AnyDiagram.any();
  }

  @Property(tries = TRIES, seed = "20261122")
  void scxmlIsWellFormedAndAllTransitionTargetsExist(@ForAll("diagrams") StateDiagram diagram)
      throws Exception {
    Document document = parse(TextFormat.SCXML.write(diagram));

    Set<String> ids = new HashSet<>();
    for (Element element : elements(document, "*")) {
      String id = element.getAttribute("id");
      assertThat(id.isEmpty() || ids.add(id)).as("id %s is unique", id).isTrue();
    }
    for (Element transition : elements(document, "transition")) {
      for (String target : transition.getAttribute("target").split(" ")) {
        assertThat(target.isEmpty() || ids.contains(target)).as(target).isTrue();
      }
    }
    String initial = document.getDocumentElement().getAttribute("initial");
    assertThat(initial.isEmpty() || ids.contains(initial)).isTrue();
  }

  @Property(tries = TRIES, seed = "20261122")
  void everyNameIsContainedInTheScxml(@ForAll("diagrams") StateDiagram diagram) throws Exception {
    Document document = parse(TextFormat.SCXML.write(diagram));

    Set<String> names = new HashSet<>();
    for (String element : List.of("state", "parallel", "final", "history")) {
      for (Element state : elements(document, element)) {
        names.add(state.getAttribute("id"));
        names.add(state.getAttributeNS(EXTENSION_NAMESPACE, "id"));
        names.add(state.getAttributeNS(EXTENSION_NAMESPACE, "title"));
      }
    }
    for (DiagramState state : diagram.states()) {
      if (state.kind() != StateKind.INITIAL && !state.kind().isHistory()) {
        assertThat(names).contains(PlainText.clean(state.title()));
      }
    }
  }

  @Test
  void everyDiagramIsValidAgainstTheW3cSchema() throws Exception {
    Schema schema = LocalSchemas.scxml();
    for (int seed = 0; seed < TRIES; seed++) {
      schema.newValidator().validate(source(TextFormat.SCXML.write(AnyDiagram.number(seed))));
    }
  }

  @Test
  void schemaRejectsInvalidScxml() throws Exception {
    Schema schema = LocalSchemas.scxml();
    String wrong = "<scxml xmlns='" + NAMESPACE + "' version='1.0'><stat id='a'/></scxml>";
    assertThatThrownBy(() -> schema.newValidator().validate(source(wrong)))
        .isInstanceOf(SAXException.class);
  }

  private static StreamSource source(String text) {
    return new StreamSource(new StringReader(text));
  }

  private static Document parse(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagNameNS(NAMESPACE, name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
