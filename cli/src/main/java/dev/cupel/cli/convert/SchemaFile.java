package dev.cupel.cli.convert;

import dev.cupel.cli.console.Console;
import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.SchemaJson;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A schema in a file of its own, as a project's settings show it, or as {@code {"schema": {...}}}. */
final class SchemaFile {
    private SchemaFile() {}

    static Schema read(String name, Console console) throws IOException {
        JsonNode document;
        try (InputFile input = InputFile.of(name, console, false);
                InputStream stream = input.open()) {
            document = JsonMapper.shared().readTree(stream);
        } catch (JacksonException broken) {
            throw new InputException(Code.MALFORMED, name, "is not JSON", "write the schema as JSON");
        }
        FindingList findings = new FindingList();
        Schema schema = SchemaJson.read(document.has("schema") ? document.get("schema") : document, findings);
        if (!findings.isEmpty()) {
            throw new InputException(findings.all().stream()
                    .map(finding -> finding.in(name))
                    .map(finding -> finding.code() == Code.UNKNOWN_NAME ? malformed(finding) : finding)
                    .toList());
        }
        return schema;
    }

    /** A misspelt key of the document is bad input, no wrong usage. */
    private static Finding malformed(Finding finding) {
        return new Finding(Code.MALFORMED, finding.place(), finding.what(), finding.fix());
    }
}
