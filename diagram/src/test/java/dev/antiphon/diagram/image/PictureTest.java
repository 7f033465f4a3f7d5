package dev.antiphon.diagram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.text.TextFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureTest {
  private static final StateDiagram LIGHT =
      StateDiagram.builder("A light")
          .initial("off")
          .state("off")
          .state("on")
          .transition("off", "on", arrow -> arrow.on("press"))
          .transition("on", "off", arrow -> arrow.on("press"))
          .build();

  @Test
  void pngCanBeReadAsAnImage() throws Exception {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(PictureFormat.PNG.draw(LIGHT)));

    assertThat(picture.getWidth()).isBetween(50, 500);
    assertThat(picture.getHeight()).isBetween(100, 1000);
  }

  @Test
  void everyChunkOfAPngHasAValidChecksum() {
    ByteBuffer png = ByteBuffer.wrap(PictureFormat.PNG.draw(LIGHT)).position(8);
    List<String> types = new ArrayList<>();
    while (png.hasRemaining()) {
      byte[] content = new byte[png.getInt() + 4];
      png.get(content);
      CRC32 checksum = new CRC32();
      checksum.update(content);
      assertThat(png.getInt()).isEqualTo((int) checksum.getValue());
      types.add(new String(content, 0, 4, StandardCharsets.US_ASCII));
    }

    assertThat(types).startsWith("IHDR").endsWith("tEXt", "IEND");
  }

  @Test
  void svgIsXmlAndContainsTheTexts() throws Exception {
    byte[] svg = PictureFormat.SVG.draw(LIGHT);

    String text =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg))
            .getDocumentElement()
            .getTextContent();
    assertThat(text).contains("A light", "off", "on", "press");
  }

  @ParameterizedTest
  @EnumSource
  void pictureContainsTheHashOfItsDiagram(PictureFormat format) {
    assertThat(ModelHash.in(format.draw(LIGHT))).contains(ModelHash.of(LIGHT));
  }

  @ParameterizedTest
  @EnumSource
  void drawingADiagramTwiceReturnsTheSameBytes(PictureFormat format) {
    assertThat(format.draw(LIGHT)).isEqualTo(format.draw(LIGHT));
  }

  @Test
  void differentDiagramsHaveDifferentHashes() {
    StateDiagram other = StateDiagram.builder("A light").state("off").build();

    assertThat(ModelHash.of(other)).isNotEqualTo(ModelHash.of(LIGHT));
  }

  @Test
  void hashInTheTitleOfADiagramIsIgnored() {
    String forged = "antiphon-diagram sha256=" + "0".repeat(64);
    StateDiagram diagram = StateDiagram.builder(forged).state(forged).build();

    assertThat(ModelHash.in(PictureFormat.SVG.draw(diagram))).contains(ModelHash.of(diagram));
  }

  @Test
  void pictureOfAnotherProgramHasNoHash() {
    assertThat(ModelHash.in("<svg/>".getBytes(StandardCharsets.UTF_8))).isEqualTo(Optional.empty());
    assertThat(ModelHash.in(new byte[0])).isEmpty();
  }

  /** Uses a class path without the optional dependency. */
  @Test
  void textFormatsWorkButPicturesThrowAnExceptionWhenPlantUmlIsMissing() throws Exception {
    URL library = StateDiagram.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {library}, ClassLoader.getPlatformClassLoader())) {
      Object builder =
          alone
              .loadClass(StateDiagram.class.getName())
              .getMethod("builder", String.class)
              .invoke(null, "alone");
      Object diagram = builder.getClass().getMethod("build").invoke(builder);

      Object text = call(alone, TextFormat.class, "MERMAID", "write", diagram);
      assertThat(text).asString().contains("stateDiagram-v2");
      assertThatThrownBy(() -> call(alone, PictureFormat.class, "SVG", "draw", diagram))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .satisfies(
              cause ->
                  assertThat(cause.getClass().getName())
                      .isEqualTo(PlantUmlMissingException.class.getName()))
          .hasMessageContaining("plantuml-mit");
    }
  }

  private static Object call(
      ClassLoader loader, Class<?> type, String constant, String name, Object diagram)
      throws Exception {
    Class<?> format = loader.loadClass(type.getName());
    Method method = format.getMethod(name, diagram.getClass());
    return method.invoke(format.getField(constant).get(null), diagram);
  }
}
