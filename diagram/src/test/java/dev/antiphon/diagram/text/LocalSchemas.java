package dev.antiphon.diagram.text;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.w3c.dom.ls.LSInput;
import org.w3c.dom.ls.LSResourceResolver;

/** Schemas beside the one that asks for them, and none of the network's. */
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

  private final Path folder;

  LocalSchemas(Path folder) {
    this.folder = folder;
  }

  @Override
  public LSInput resolveResource(
      String type, String namespace, String publicId, String systemId, String base) {
    String name = systemId.substring(systemId.lastIndexOf('/') + 1);
    try {
      return new Input(name.equals("xml.xsd") ? XML : Files.readString(folder.resolve(name)), name);
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
    public java.io.InputStream getByteStream() {
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
    public void setByteStream(java.io.InputStream stream) {}

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
