package dev.antiphon.diagram.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.ls.LSInput;
import org.w3c.dom.ls.LSResourceResolver;
import org.xml.sax.SAXException;

/** Loads schemas from the test resources, never from the network. */
final class LocalSchemas implements LSResourceResolver {
  private static final String XML =
      """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
                 targetNamespace="http://www.w3.org/XML/1998/namespace">
        <xs:attribute name="lang" type="xs:string"/>
        <xs:attribute name="base" type="xs:anyURI"/>
        <xs:attribute name="space" type="xs:NCName"/>
      </xs:schema>
      """;

  /** The W3C schema of SCXML. */
  static Schema scxml() throws SAXException {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    factory.setResourceResolver(new LocalSchemas());
    return factory.newSchema(new StreamSource(new StringReader(text("scxml.xsd")), "scxml.xsd"));
  }

  @Override
  public LSInput resolveResource(
      String type, String namespace, String publicId, String systemId, String base) {
    String name = systemId.substring(systemId.lastIndexOf('/') + 1);
    return new Input(name.equals("xml.xsd") ? XML : text(name), name);
  }

  private static String text(String name) {
    try (InputStream file = LocalSchemas.class.getResourceAsStream("scxml/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Input(String text, String name) implements LSInput {
    @Override
    public Reader getCharacterStream() {
      return new StringReader(text);
    }

    @Override
    public String getSystemId() {
      return name;
    }

    @Override
    public InputStream getByteStream() {
      return null;
    }

    @Override
    public String getStringData() {
      return null;
    }

    @Override
    public String getPublicId() {
      return null;
    }

    @Override
    public String getBaseURI() {
      return null;
    }

    @Override
    public String getEncoding() {
      return null;
    }

    @Override
    public boolean getCertifiedText() {
      return false;
    }

    @Override
    public void setCharacterStream(Reader reader) {}

    @Override
    public void setByteStream(InputStream stream) {}

    @Override
    public void setStringData(String data) {}

    @Override
    public void setSystemId(String id) {}

    @Override
    public void setPublicId(String id) {}

    @Override
    public void setBaseURI(String uri) {}

    @Override
    public void setEncoding(String name) {}

    @Override
    public void setCertifiedText(boolean certified) {}
  }
}
