package dev.cupel.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ByteRangeTest {
    private static final String TAG = "\"abc\"";

    private static ByteRange of(String range) {
        return ByteRange.of(range, null, TAG, 100);
    }

    @Test
    void oneRangeIsAPart() {
        assertThat(of("bytes=0-9")).isEqualTo(new ByteRange.Part(0, 9));
        assertThat(of("bytes=90-")).isEqualTo(new ByteRange.Part(90, 99));
        assertThat(of("bytes=90-1000")).isEqualTo(new ByteRange.Part(90, 99));
        assertThat(of("bytes=-10")).isEqualTo(new ByteRange.Part(90, 99));
        assertThat(of("bytes=-1000")).isEqualTo(new ByteRange.Part(0, 99));
        assertThat(new ByteRange.Part(90, 99).length()).isEqualTo(10);
    }

    @Test
    void whatBeginsBehindTheEndCannotBeHad() {
        assertThat(of("bytes=100-")).isEqualTo(new ByteRange.Beyond());
        assertThat(of("bytes=200-300")).isEqualTo(new ByteRange.Beyond());
    }

    @Test
    void nothingSaidNothingReadableAndSeveralRangesAreTheWhole() {
        assertThat(ByteRange.of(null, null, TAG, 100)).isEqualTo(new ByteRange.Whole());
        assertThat(of("bytes=9-0")).isEqualTo(new ByteRange.Whole());
        assertThat(of("lines=1-2")).isEqualTo(new ByteRange.Whole());
        assertThat(of("bytes=0-1,5-6")).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void aPartOfAFileThatHasChangedIsTheWhole() {
        assertThat(ByteRange.of("bytes=0-9", TAG, TAG, 100)).isEqualTo(new ByteRange.Part(0, 9));
        assertThat(ByteRange.of("bytes=0-9", "\"old\"", TAG, 100)).isEqualTo(new ByteRange.Whole());
    }
}
