package dev.cupel.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.blob.BlobStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Files that items show, over HTTP and on a real database. */
final class MediaTest {
    static final List<?> PICTURE = List.of(Map.of("id", "picture", "type", "image", "field", "file"));
    static final List<?> QUESTION = List.of(Map.of("id", "animal", "type", "choice", "options", List.of("cat", "dog")));

    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private final JdbcClient sql = TestServer.running().context().getBean(JdbcClient.class);
    private final String project = owner.project(1, PICTURE, QUESTION);

    private Client.Answer upload(String name, byte[] file, String more) {
        return client.upload(
                "/projects/" + project + "/media?name=" + encoded(name) + more,
                "application/octet-stream",
                BodyPublishers.ofByteArray(file));
    }

    private JsonNode uploaded(String name, byte[] file) {
        return upload(name, file, "").expect(200).json();
    }

    private Client.Answer about(Client who, String name) {
        return who.get("/projects/" + project + "/media/about?name=" + encoded(name));
    }

    private HttpResponse<InputStream> bytes(String rest, String... headers) {
        return client.download("/api/v1/projects/" + project + "/media/" + rest, headers);
    }

    private static byte[] body(HttpResponse<InputStream> answer) {
        try (InputStream in = answer.body()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private List<String> names(String query) {
        List<String> names = new ArrayList<>();
        client.get("/projects/" + project + "/media" + query)
                .expect(200)
                .json()
                .path("files")
                .forEach(file -> names.add(file.path("name").asString()));
        return names;
    }

    /** @return how many files are stored for the project */
    private long stored() {
        return sql.sql("select count(*) from media m join project p on p.id = m.project_id where p.key = ?")
                .param(project)
                .query(Long.class)
                .single();
    }

    @Test
    void whatAFileIsItsBytesSayAndItsSizeIsThatWhichIsShown() {
        JsonNode png = uploaded("cats/1.jpg", Pictures.drawn("png", 1)).path("file");
        assertThat(png.path("type").asString()).isEqualTo("image/png");
        assertThat(png.path("width").asInt()).isEqualTo(7);
        assertThat(png.path("height").asInt()).isEqualTo(5);
        assertThat(uploaded("a.gif", Pictures.drawn("gif", 1))
                        .path("file")
                        .path("type")
                        .asString())
                .isEqualTo("image/gif");
        assertThat(uploaded("a.bmp", Pictures.drawn("bmp", 1))
                        .path("file")
                        .path("type")
                        .asString())
                .isEqualTo("image/bmp");
        assertThat(uploaded("a.webp", Pictures.webp()).path("file").path("type").asString())
                .isEqualTo("image/webp");
        JsonNode turned = uploaded("photo.jpg", Pictures.turned()).path("file");
        assertThat(turned.path("width").asInt()).isEqualTo(5);
        assertThat(turned.path("height").asInt()).isEqualTo(7);
        assertThat(names("")).containsExactly("a.bmp", "a.gif", "a.webp", "cats/1.jpg", "photo.jpg");
    }

    @Test
    void theSameBytesAreStoredOnceAndGoWithTheirLastName() {
        byte[] file = Pictures.drawn("png", 2);
        assertThat(uploaded("one.png", file).path("state").asString()).isEqualTo("added");
        assertThat(uploaded("one.png", file).path("state").asString()).isEqualTo("present");
        assertThat(uploaded("two.png", file).path("state").asString()).isEqualTo("added");
        assertThat(stored()).isEqualTo(1);
        UUID blob = sql.sql("select blob_id from media m join project p on p.id = m.project_id where p.key = ?")
                .param(project)
                .query(UUID.class)
                .single();
        client.delete("/projects/" + project + "/media?name=one.png").expect(200);
        assertThat(body(bytes("file?name=two.png"))).isEqualTo(file);
        client.delete("/projects/" + project + "/media?name=two.png").expect(200);
        assertThat(stored()).isZero();
        assertThat(TestServer.running().context().getBean(BlobStore.class).size(blob))
                .isEqualTo(-1);
        assertThat(client.delete("/projects/" + project + "/media?name=two.png")
                        .expect(404)
                        .code())
                .isEqualTo("media_unknown");
    }

    @Test
    void otherBytesUnderAKnownNameAreTakenOnlyIfThatIsAskedFor() {
        byte[] second = Pictures.drawn("png", 4);
        uploaded("a.png", Pictures.drawn("png", 3));
        Client.Answer refused = upload("a.png", second, "").expect(409);
        assertThat(refused.code()).isEqualTo("media_name_taken");
        assertThat(refused.json().path("fix").asString()).contains("replace=true");
        assertThat(upload("a.png", second, "&replace=true")
                        .expect(200)
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("replaced");
        assertThat(body(bytes("file?name=a.png"))).isEqualTo(second);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void whatIsNoWholeImageIsRefusedWithItsReasonAndNothingOfItStays() {
        long before = sql.sql("select count(*) from blob").query(Long.class).single();
        byte[] png = Pictures.drawn("png", 5);
        refused(new byte[0], "upload_empty", "empty");
        refused("<svg xmlns='x'/>".getBytes(StandardCharsets.UTF_8), "media_type_refused", "SVG");
        refused("II*\0....".getBytes(StandardCharsets.UTF_8), "media_type_refused", "TIFF");
        refused("once upon a time".getBytes(StandardCharsets.UTF_8), "media_type_unknown", "browser");
        refused(Arrays.copyOf(png, png.length / 2), "media_broken", "ends in the middle");
        refused(Pictures.huge(), "media_too_many_pixels", "100 million");
        byte[] tooLong = new byte[(50 << 20) + 1];
        System.arraycopy(png, 0, tooLong, 0, png.length);
        assertThat(upload("x.png", tooLong, "").expect(413).code()).isEqualTo("media_too_large");
        assertThat(names("")).isEmpty();
        assertThat(sql.sql("select count(*) from blob").query(Long.class).single())
                .isLessThanOrEqualTo(before);
    }

    private void refused(byte[] file, String code, String says) {
        Client.Answer refused = upload("x.png", file, "").expect(422);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.json().path("detail").asString()).contains(says);
        assertThat(refused.json().path("problems").get(0).path("fix").asString())
                .isNotEmpty();
    }

    @Test
    void aNameIsOneTextInOneForm() {
        byte[] png = Pictures.drawn("png", 6);
        // An accent of its own, as some systems write file names, and the letter with it.
        uploaded("cafe\u0301/1.png", png);
        about(client, "caf\u00e9/1.png").expect(200);
        assertThat(names("")).containsExactly("caf\u00e9/1.png");
        assertThat(names("?q=CAF%C3%89")).containsExactly("caf\u00e9/1.png");
        assertThat(names("?q=dog")).isEmpty();
        for (String wrong : List.of("", " ", "x".repeat(501), "a\u0001b", "https://example.org/a.png")) {
            assertThat(upload(wrong, png, "").expect(422).code()).isEqualTo("media_name_invalid");
        }
        String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"form.png\"\r\n\r\n";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(form.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(png);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        client.upload(
                        "/projects/" + project + "/media",
                        "multipart/form-data; boundary=b",
                        BodyPublishers.ofByteArray(body.toByteArray()))
                .expect(200);
        assertThat(names("")).contains("form.png");
    }

    @Test
    void aListHasPagesByName() {
        byte[] png = Pictures.drawn("png", 7);
        IntStream.range(0, 5).forEach(i -> uploaded("n" + i + ".png", png));
        JsonNode page = client.get("/projects/" + project + "/media?limit=2")
                .expect(200)
                .json();
        assertThat(page.path("next").asString()).isEqualTo("n1.png");
        assertThat(names("?limit=2&after=n1.png")).containsExactly("n2.png", "n3.png");
        assertThat(client.get("/projects/" + project + "/media?limit=2&after=n3.png")
                        .json()
                        .has("next"))
                .isFalse();
    }

    @Test
    void bytesUnderTheirHashAreKeptForGoodAndTheBrowserMayDoNothingWithThem() {
        byte[] file = Pictures.drawn("png", 8);
        String sha256 = uploaded("page.html", file).path("file").path("sha256").asString();
        HttpResponse<InputStream> whole = bytes(sha256);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(body(whole)).isEqualTo(file);
        assertThat(header(whole, "Content-Type")).isEqualTo("image/png");
        assertThat(header(whole, "Content-Length")).isEqualTo(String.valueOf(file.length));
        assertThat(header(whole, "Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        assertThat(header(whole, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(whole, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        String tag = header(whole, "ETag");
        assertThat(tag).isEqualTo("\"" + sha256 + "\"");
        assertThat(bytes(sha256, "If-None-Match", tag).statusCode()).isEqualTo(304);
        // What a name points at may change: it is asked for each time.
        assertThat(header(bytes("file?name=page.html"), "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(bytes("file?name=page.html", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void aPartOfAFileCanBeAskedForWhereverItLies() {
        byte[] file = Pictures.drawn("bmp", 9, 900, 500);
        String sha256 = uploaded("large.bmp", file).path("file").path("sha256").asString();
        assertThat(file.length).isGreaterThan(1 << 20);
        for (int[] part :
                new int[][] {{0, 9}, {1_048_570, 1_048_580}, {1_048_576, 1_048_576}, {file.length - 3, file.length - 1}
                }) {
            HttpResponse<InputStream> answer = bytes(sha256, "Range", "bytes=" + part[0] + "-" + part[1]);
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(header(answer, "Content-Range"))
                    .isEqualTo("bytes " + part[0] + "-" + part[1] + "/" + file.length);
            assertThat(body(answer)).isEqualTo(Arrays.copyOfRange(file, part[0], part[1] + 1));
        }
        HttpResponse<InputStream> beyond = bytes(sha256, "Range", "bytes=" + file.length + "-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */" + file.length);
        assertThat(new String(body(beyond), StandardCharsets.UTF_8)).contains("range_unsatisfiable");
    }

    @Test
    void whoeverLabelsHereMaySeeFilesAndNobodyElseFindsThem() {
        String sha256 = uploaded("a.png", Pictures.drawn("png", 10))
                .path("file")
                .path("sha256")
                .asString();
        Client labeler = owner.invite(project, "labeler");
        JsonNode facts = about(labeler, "a.png").expect(200).json();
        assertThat(facts.path("sha256").asString()).isEqualTo(sha256);
        // When a file came is not said: it would set gold apart.
        assertThat(facts.has("uploadedAt")).isFalse();
        assertThat(labeler.download("/api/v1/projects/" + project + "/media/" + sha256)
                        .statusCode())
                .isEqualTo(200);
        labeler.get("/projects/" + project + "/media").expect(403);
        assertThat(labeler.upload(
                                "/projects/" + project + "/media?name=b.png",
                                "image/png",
                                BodyPublishers.ofByteArray(Pictures.drawn("png", 11)))
                        .status())
                .isEqualTo(403);
        String other = owner.project(1, PICTURE, QUESTION);
        Client stranger = owner.invite(other, "owner");
        assertThat(stranger.download("/api/v1/projects/" + project + "/media/" + sha256)
                        .statusCode())
                .isEqualTo(404);
        assertThat(stranger.download("/api/v1/projects/" + other + "/media/" + sha256)
                        .statusCode())
                .isEqualTo(404);
        about(stranger, "a.png").expect(404);
    }

    @Test
    void filesOfAProjectInTheBinAreThereAgainOnceItIsRestored() {
        String sha256 = uploaded("a.png", Pictures.drawn("png", 12))
                .path("file")
                .path("sha256")
                .asString();
        Client labeler = owner.invite(project, "labeler");
        client.delete("/projects/" + project).expect(204);
        assertThat(labeler.download("/api/v1/projects/" + project + "/media/" + sha256)
                        .statusCode())
                .isNotEqualTo(200);
        client.post("/projects/" + project + "/restore", null).expect(200);
        assertThat(labeler.download("/api/v1/projects/" + project + "/media/" + sha256)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void manyWhoUploadAndDeleteAtOnceLeaveNoNameWithoutBytes() {
        byte[] png = Pictures.drawn("png", 14);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "p" + i % 2 + ".png";
            all.add(CompletableFuture.runAsync(() -> upload(name, png, "")));
            all.add(CompletableFuture.runAsync(() -> client.delete("/projects/" + project + "/media?name=" + name)));
        }
        all.forEach(CompletableFuture::join);
        uploaded("p0.png", png);
        assertThat(body(bytes("file?name=p0.png"))).isEqualTo(png);
        assertThat(stored()).isEqualTo(1);
    }
}
