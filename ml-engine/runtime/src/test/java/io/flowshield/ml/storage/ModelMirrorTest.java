package io.flowshield.ml.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.protection.AeadCipher;
import io.flowshield.ml.protection.ModelSigner;
import io.flowshield.ml.protection.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("B1")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelMirrorTest {
  private static final ModelSigner SIGNER = ModelSigner.create();

  @TempDir Path published;
  @TempDir Path pack;
  @TempDir Path root;
  private Path cache;
  private Counting storage;
  private ModelMirror mirror;

  /** A folder that counts what is asked of it, and may be out of reach or lie. */
  private static final class Counting implements ModelStorage {
    private final ModelStorage folder;
    private final List<String> downloads = new ArrayList<>();
    private final List<Entry> lies = new ArrayList<>();
    private boolean down;

    Counting(Path root) {
      folder = new FolderStorage(root);
    }

    @Override
    public List<Entry> list() throws IOException {
      if (down) {
        throw new IOException("down");
      }
      return Stream.concat(folder.list().stream(), lies.stream()).toList();
    }

    @Override
    public void download(String key, Path target, long maxBytes) throws IOException {
      downloads.add(key);
      folder.download(key, target, maxBytes);
    }

    @Override
    public String location() {
      return "test";
    }
  }

  @BeforeEach
  void open() throws Exception {
    cache = root.resolve("cache");
    storage = new Counting(published);
    mirror = new ModelMirror(storage, cache, SIGNER.trust(), ModelCipher.NO_KEY);
    publish(1, "one");
  }

  private void publish(int version, String weights) throws Exception {
    SmallModel.publish(published, "taste", version, weights);
    SIGNER.signAll(published, SIGNER.trust(), ModelCipher.NO_KEY);
  }

  private String weights() throws ModelRefusedException {
    ModelStore store = new ModelStore(List.of(cache, pack), SIGNER.trust(), ModelCipher.NO_KEY);
    return new String(
        store.read(ModelGroup.NLP_MODELS, "taste").file("weights.bin"),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void copies_what_is_published_once() throws Exception {
    assertThat(mirror.sync()).isEmpty();
    assertThat(weights()).isEqualTo("one");
    assertThat(storage.downloads).hasSize(4);
    assertThat(mirror.sync()).isEmpty();
    assertThat(storage.downloads).hasSize(4);
    assertThat(cache.resolve(".parts")).isEmptyDirectory();
  }

  @Test
  void a_server_that_starts_without_the_store_has_its_copy() throws Exception {
    mirror.sync();
    storage.down = true;
    assertThatThrownBy(mirror::sync).isInstanceOf(IOException.class);
    assertThat(weights()).isEqualTo("one");
  }

  @Test
  void a_server_that_never_saw_the_store_has_the_packs_models() throws Exception {
    SmallModel.publish(pack, "taste", 7, "of the pack");
    SIGNER.signAll(pack, SIGNER.trust(), ModelCipher.NO_KEY);
    storage.down = true;
    assertThatThrownBy(mirror::sync).isInstanceOf(IOException.class);
    assertThat(weights()).isEqualTo("of the pack");
    storage.down = false;
    mirror.sync();
    assertThat(weights()).isEqualTo("one");
  }

  @Test
  void a_new_version_is_copied_and_a_withdrawn_one_goes() throws Exception {
    mirror.sync();
    publish(2, "two");
    mirror.sync();
    assertThat(weights()).isEqualTo("two");
    delete(published.resolve("nlp_models/taste/2"));
    mirror.sync();
    assertThat(weights()).isEqualTo("one");
  }

  @Test
  void a_version_that_was_published_anew_is_copied_anew() throws Exception {
    mirror.sync();
    publish(1, "another one");
    mirror.sync();
    assertThat(weights()).isEqualTo("another one");
    assertThat(cache.resolve(".parts")).isEmptyDirectory();
  }

  @Test
  @Tag("B2")
  void a_tampered_version_never_arrives_and_is_asked_for_once() throws Exception {
    mirror.sync();
    publish(2, "two");
    Files.writeString(published.resolve("nlp_models/taste/2/weights.bin"), "tampered");
    assertThat(mirror.sync()).singleElement().asString().startsWith("MODEL_DAMAGED");
    assertThat(weights()).isEqualTo("one");
    assertThat(cache.resolve("nlp_models/taste/2")).doesNotExist();
    int downloads = storage.downloads.size();
    assertThat(mirror.sync()).singleElement().asString().contains("refused before");
    assertThat(storage.downloads).hasSize(downloads);
    publish(2, "two again");
    assertThat(mirror.sync()).isEmpty();
    assertThat(weights()).isEqualTo("two again");
  }

  @Test
  @Tag("B2")
  void the_last_good_version_stays_when_the_store_has_only_bad_ones() throws Exception {
    mirror.sync();
    delete(published.resolve("nlp_models/taste/1"));
    SmallModel.publish(published, "taste", 2, "unsigned");
    assertThat(mirror.sync()).singleElement().asString().startsWith("MODEL_UNTRUSTED");
    assertThat(weights()).isEqualTo("one");
  }

  @Test
  void keys_that_lead_elsewhere_are_not_even_asked_for() throws Exception {
    for (String key :
        List.of(
            "nlp_models/taste/1/../../../../escaped",
            "nlp_models/../2/weights.bin",
            "nlp_models/taste/../escaped",
            "/nlp_models/taste/2/weights.bin",
            "nlp_models/taste/2/..",
            "nlp_models/taste/2/.listing",
            "nlp_models/taste/2/a\\b",
            "other/taste/2/weights.bin",
            "nlp_models/taste/2/weights.bin/more")) {
      storage.lies.add(new ModelStorage.Entry(key, 1, "stamp"));
    }
    assertThat(mirror.sync()).isEmpty();
    assertThat(storage.downloads).hasSize(4).allMatch(key -> key.startsWith("nlp_models/taste/1/"));
  }

  @Test
  void a_version_that_is_too_large_is_not_asked_for() throws Exception {
    storage.lies.add(new ModelStorage.Entry("nlp_models/taste/2/weights.bin", 1L << 40, "stamp"));
    assertThat(mirror.sync()).singleElement().asString().contains("too many files or bytes");
    assertThat(storage.downloads).allMatch(key -> key.startsWith("nlp_models/taste/1/"));
    assertThat(weights()).isEqualTo("one");
  }

  @Test
  @Tag("B2")
  void encrypted_models_stay_encrypted_on_this_machine() throws Exception {
    AeadCipher cipher = AeadCipher.of(AeadCipher.createKey());
    cipher.encryptAll(published);
    assertThat(mirror.sync()).singleElement().asString().contains("no key");
    ModelMirror withKey = new ModelMirror(storage, cache, SIGNER.trust(), cipher);
    assertThat(withKey.sync()).isEmpty();
    assertThat(cache.resolve("nlp_models/taste/1/weights.bin")).doesNotExist();
    ModelStore store = new ModelStore(List.of(cache), SIGNER.trust(), cipher);
    assertThat(store.read(ModelGroup.NLP_MODELS, "taste").file("weights.bin"))
        .asString()
        .isEqualTo("one");
  }

  @Test
  void copies_from_a_bucket(@TempDir Path buckets) throws Exception {
    Path bucket = BucketServer.published(buckets);
    SmallModel.publish(bucket, "taste", 3, "from afar");
    SIGNER.signAll(bucket, SIGNER.trust(), ModelCipher.NO_KEY);
    try (BucketServer server = BucketServer.over(buckets)) {
      ModelStorage bucketStorage = server.settings("s3", BucketServer.SECRET_KEY).open(Map.of());
      ModelMirror far = new ModelMirror(bucketStorage, cache, SIGNER.trust(), ModelCipher.NO_KEY);
      assertThat(far.sync()).isEmpty();
      assertThat(weights()).isEqualTo("from afar");
      assertThat(far.sync()).isEmpty();
    }
    assertThat(weights()).isEqualTo("from afar");
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
