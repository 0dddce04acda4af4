package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Input;
import dev.cupel.formats.text.JsonComplaint;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What an item holds in a field, against what the input is that shows it. Pure: knows neither files nor the database. */
public final class InputContent {
    /** A long list that is wrong all over is wrong in one way. */
    private static final int MOST_TOLD = 20;

    private final Input input;
    private final Findings findings;
    private int told;

    private InputContent(Input input, Findings findings) {
        this.input = input;
        this.findings = findings;
    }

    /**
     * Whether labelers can be shown a value.
     *
     * @param findings takes everything for which it cannot be shown, at places such as {@code talk[2].role}
     */
    public static void check(Input input, JsonNode value, Findings findings) {
        new InputContent(input, findings).check(value);
    }

    /**
     * What a cell of a table says: a text where the input shows one, otherwise JSON, which is read here and never again.
     *
     * @return null if it is no JSON, with a finding
     */
    public static @Nullable JsonNode ofCell(Input input, String cell, Findings findings) {
        return switch (input) {
            case Input.OneText text -> StringNode.valueOf(cell);
            case Input.Media media -> StringNode.valueOf(cell);
            case Input.Chat chat -> json(input, cell, findings);
            case Input.Table table -> json(input, cell, findings);
            case Input.TimeSeries series -> json(input, cell, findings);
            case Input.Completion completion -> json(input, cell, findings);
        };
    }

    private static @Nullable JsonNode json(Input input, String cell, Findings findings) {
        String wrong = "the cell is empty";
        if (!cell.isBlank()) {
            try {
                return ExactJson.readOnce(cell);
            } catch (JacksonException broken) {
                wrong = "in the cell, " + JsonComplaint.of(broken);
            }
        }
        findings.add(Code.MALFORMED, input.field(), wrong, "write " + input.content());
        return null;
    }

    private void check(JsonNode value) {
        String at = input.field();
        switch (input) {
            case Input.OneText text -> {
                if (value.isContainer()) {
                    wrong(
                            at,
                            (value.isArray() ? "is a list" : "is an object") + ", not a text",
                            "write a text, or show the field with an input of another type, such as chat or table");
                }
            }
            case Input.Media media -> {
                if (!value.isString() || value.stringValue().isBlank()) {
                    wrong(
                            at,
                            shown(value) + (media instanceof Input.Image ? ", not a name" : ", not an address"),
                            "write " + input.content());
                }
            }
            case Input.Chat chat -> {
                if (isList(value)) {
                    for (int i = 0; i < value.size() && told < MOST_TOLD; i++) {
                        checkTurn(value.get(i), at + "[" + i + "]");
                    }
                }
            }
            case Input.Table table -> {
                if (isList(value)) {
                    checkRows(value);
                }
            }
            case Input.TimeSeries series -> {
                if (isList(value)) {
                    for (int i = 0; i < value.size() && told < MOST_TOLD; i++) {
                        checkMoment(value.get(i), at + "[" + i + "]");
                    }
                }
            }
            case Input.Completion completion -> {
                if (value.isObject()) {
                    requireText(value, at, "model", false);
                    requireText(value, at, "text", true);
                } else {
                    wrong(at, shown(value) + ", not an object", "write " + input.content());
                }
            }
        }
    }

    private void checkTurn(JsonNode turn, String at) {
        if (turn.isObject()) {
            requireText(turn, at, "role", false);
            requireText(turn, at, "text", true);
        } else {
            wrong(at, shown(turn) + ", not a turn", "write {\"role\": \"user\", \"text\": \"...\"}");
        }
    }

    private void checkRows(JsonNode rows) {
        boolean objects = rows.get(0).isObject();
        for (int i = 0; i < rows.size() && told < MOST_TOLD; i++) {
            JsonNode row = rows.get(i);
            String at = input.field() + "[" + i + "]";
            if (!row.isContainer()) {
                wrong(at, shown(row) + ", not a row", "write every row as an object, or every row as a list");
            } else if (row.isObject() != objects) {
                tell(
                        Code.CONTRADICTION,
                        at,
                        objects
                                ? "is a list, and the first row is an object"
                                : "is an object, and the first row is a list",
                        "write every row as an object, or every row as a list");
            } else if (objects) {
                row.properties().forEach(cell -> checkCell(cell.getValue(), at + "." + cell.getKey()));
            } else {
                for (int column = 0; column < row.size(); column++) {
                    checkCell(row.get(column), at + "[" + column + "]");
                }
            }
        }
    }

    private void checkCell(JsonNode cell, String at) {
        if (cell.isContainer()) {
            wrong(at, shown(cell) + ", not a single value", "write a text, a number, true, false or null");
        }
    }

    private void checkMoment(JsonNode moment, String at) {
        boolean numbers = moment.isArray() && !moment.isEmpty();
        for (JsonNode number : moment) {
            numbers &= number.isNumber();
        }
        if (!moment.isNumber() && !numbers) {
            wrong(at, shown(moment) + ", not a number", "write a number, or a list of numbers");
        }
    }

    private boolean isList(JsonNode value) {
        if (!value.isArray()) {
            wrong(input.field(), shown(value) + ", not a list", "write " + input.content());
        } else if (value.isEmpty()) {
            tell(Code.EMPTY, input.field(), "the list is empty", "write " + input.content());
        }
        return value.isArray() && !value.isEmpty();
    }

    private void requireText(JsonNode parent, String at, String name, boolean mayBeBlank) {
        JsonNode value = parent.path(name);
        String where = at + "." + name;
        if (value.isMissingNode() || value.isNull()) {
            tell(Code.MISSING, where, "is missing", "write it as a text");
        } else if (!value.isString()) {
            wrong(where, shown(value) + ", not a text", "write a text");
        } else if (!mayBeBlank && value.stringValue().isBlank()) {
            tell(Code.EMPTY, where, "is empty", "write a name, such as user");
        }
    }

    private static String shown(JsonNode value) {
        return "is " + JsonValues.shown(value);
    }

    private void wrong(String where, String what, String fix) {
        tell(Code.MALFORMED, where, what, fix);
    }

    private void tell(Code code, String where, String what, String fix) {
        told++;
        findings.add(code, where, what, fix);
    }
}
