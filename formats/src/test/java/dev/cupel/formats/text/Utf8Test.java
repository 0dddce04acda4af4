package dev.cupel.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class Utf8Test {
    @Property
    void agreesWithTheStrictDecoderOnArbitraryBytes(@ForAll byte[] bytes) {
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(decodes(bytes));
    }

    @Property
    void agreesWithTheStrictDecoderOnDamagedText(@ForAll String text, @ForAll int where, @ForAll byte damage) {
        byte[] bytes = (text + "ä€😀").getBytes(StandardCharsets.UTF_8);
        bytes[Math.floorMod(where, bytes.length)] = damage;
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(decodes(bytes));
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
