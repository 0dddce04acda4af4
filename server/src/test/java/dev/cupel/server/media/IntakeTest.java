package dev.cupel.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.formats.image.ImageFile.Image;
import dev.cupel.formats.image.ImageType;
import org.junit.jupiter.api.Test;

final class IntakeTest {
    @Test
    void anImageHasAsManyPixelsAsABrowserHolds() {
        Image largest = new Image(ImageType.JPEG, 10_000, 10_000);
        assertThat(Intake.requireImage(largest)).isEqualTo(largest);
        assertThatThrownBy(() -> Intake.requireImage(new Image(ImageType.PNG, 10_000, 10_001)))
                .hasMessageContaining("10000 by 10001 pixels");
    }

    @Test
    void aSideIsAsLongAsEveryBrowserDraws() {
        Image longest = new Image(ImageType.PNG, 32_767, 10);
        assertThat(Intake.requireImage(longest)).isEqualTo(longest);
        assertThatThrownBy(() -> Intake.requireImage(new Image(ImageType.PNG, 10, 32_768)))
                .hasMessageContaining("32,767 on a side");
    }
}
