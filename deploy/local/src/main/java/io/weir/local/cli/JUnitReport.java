package io.weir.local.cli;

import io.weir.dsl.fixture.Difference;
import io.weir.dsl.fixture.FixtureResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results of tests as JUnit's XML, which CI servers read: a {@code testsuite} for each file, a
 * {@code testcase} for each test.
 */
final class JUnitReport {
  private static final String SUITE = "testsuite";

  /** Characters that XML does not have, not even as references. */
  private static final String NO_XML =
      "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

  private final String rules;
  private final XMLStreamWriter xml;

  private JUnitReport(String rules, XMLStreamWriter xml) {
    this.rules = rules;
    this.xml = xml;
  }

  /** Writes a report into a file. */
  static void write(Path target, TestReport report) throws IOException {
    try (Writer writer = Files.newBufferedWriter(target)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(writer);
      new JUnitReport(report.rules(), xml).write(report.files());
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private void write(List<TestedFile> files) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement(SUITE + "s");
    for (TestedFile file : files) {
      xml.writeStartElement(SUITE);
      attribute("name", file.name());
      attribute("tests", Integer.toString(file.results().size()));
      attribute("failures", Long.toString(file.failed()));
      for (FixtureResult result : file.results()) {
        write(file, result);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void write(TestedFile file, FixtureResult result) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", file.name());
    attribute("name", result.fixture().name());
    attribute("file", file.name());
    attribute("line", Integer.toString(result.fixture().line()));
    if (!result.passed()) {
      xml.writeStartElement("failure");
      attribute(
          "message",
          result.differences().stream().map(Difference::render).collect(Collectors.joining("; ")));
      xml.writeCharacters(result.render(rules).replaceAll(NO_XML, "\uFFFD"));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, value.replaceAll(NO_XML, "\uFFFD"));
  }
}
