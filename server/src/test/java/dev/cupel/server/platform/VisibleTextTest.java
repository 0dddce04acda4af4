package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VisibleTextTest {
    private static final List<String> INVISIBLE =
            List.of("", " \t", "\u200b\u200d", "\u00ad", "\u2060\ufeff", "\u3164\u3164", "\u2800", "\u0301", "\u202e");

    @Test
    void onlyWhatSomebodyCanSeeIsVisible() {
        assertThat(INVISIBLE).allMatch(VisibleText::isInvisible);
        assertThat(List.of("a", " \u200b\u4e00", "\ud83d\ude00", "1", ".", "\ue000", "\u05d0"))
                .noneMatch(VisibleText::isInvisible);
    }

    @Test
    void namesOfPeopleProjectsAndTokensCanBeSeen() {
        Client owner = TestServer.owner().client();
        String project = TestServer.owner().project(1);
        for (String name : INVISIBLE) {
            owner.patch("/me", Map.of("displayName", name)).expect(422);
            owner.patch("/projects/" + project, Map.of("name", name)).expect(422);
            owner.post("/projects/" + project + "/simulated-annotators", Map.of("displayName", name))
                    .expect(422);
            owner.post("/me/tokens", Map.of("name", name, "scopes", List.of("read")))
                    .expect(422);
        }
    }

    @Test
    void aLanguageThatThePagesDoNotSpeakIsRefused() {
        Client person = TestServer.owner().invite(TestServer.owner().project(1), "labeler");
        for (String locale : List.of("xx", "fr", "english", "")) {
            assertThat(person.patch("/me", Map.of("locale", locale)).expect(422).code())
                    .isEqualTo("account_invalid");
        }
        for (String locale : List.of("de", "en", "de-AT")) {
            assertThat(person.patch("/me", Map.of("locale", locale))
                            .expect(200)
                            .json()
                            .path("locale")
                            .asString())
                    .isEqualTo(locale);
        }
    }
}
