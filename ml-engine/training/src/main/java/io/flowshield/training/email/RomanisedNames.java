package io.flowshield.training.email;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Common names of languages as their people write them in Latin letters, where a transliteration
 * goes astray: scripts that leave out vowels, Thai, and Japanese names in Han characters.
 */
final class RomanisedNames {
  private static final Map<String, LocaleNames> BY_LANGUAGE = new TreeMap<>();

  static {
    put(
        "ar",
        "ahmed mohammed mahmoud youssef omar khaled hassan hussein ibrahim tariq "
            + "samir nabil karim rashid faisal abdullah saleh walid ziad bilal fatima "
            + "aisha khadija mariam layla noor huda salma rania amira zainab dina yasmin "
            + "sara hanan mona",
        "alharbi alghamdi alshehri alqahtani almutairi aldosari hassan khalil "
            + "mansour haddad khoury nasser saleh darwish farouk elsayed shalaby "
            + "abdelrahman benali bouazizi chaoui elamrani tahiri zahrani aziz rahman "
            + "qasim jaber saeed hamdan kanaan shaheen awad suleiman");
    put(
        "fa",
        "ali reza mohammad hossein mehdi amir saeed hamid majid behzad kourosh "
            + "dariush farhad arash babak siavash omid kamran navid pouya fatemeh zahra "
            + "maryam narges sara leila shirin parisa mahsa nazanin elham niloufar samira "
            + "azadeh golnaz roya",
        "ahmadi hosseini mohammadi rezaei karimi moradi jafari rahimi ghasemi akbari "
            + "sadeghi mousavi heidari kazemi ebrahimi hashemi najafi tehrani shirazi "
            + "esfahani farahani bahrami rostami zand pahlavan golzar mirzaei asgari "
            + "nikzad khosravi parsa sharifi taheri yazdani");
    put(
        "he",
        "yosef david moshe avraham yaakov itzhak noam itai uri eitan yonatan daniel "
            + "amir ori guy nadav tomer gilad ronen shlomo tamar noa shira maya yael "
            + "michal rivka sarah leah hannah adi roni liat inbal efrat talia",
        "cohen levi mizrahi peretz biton dahan avraham friedman malka azoulay katz "
            + "yosef david amar ohayon hadad gabay bendavid shapira golan segal barak "
            + "rosenberg weiss stern navon shaked eliyahu ashkenazi tzur regev carmel "
            + "dayan almog");
    put(
        "th",
        "somchai somsak surasak wichai prasert anan chai kittipong nattapong "
            + "thanawat pongsakorn wirat sompong apichat narong chaiwat suchart preecha "
            + "malee siriporn nattaya kanya pranee suda ratana wanida pimchanok supaporn "
            + "orathai kamonwan jintana nopparat",
        "saetang srisuk thongchai chaiyasit wongsawat rattanakorn boonmee phromma "
            + "suwan kaewkla jaidee intharat charoensuk phuangmalai limsakul tantiwong "
            + "sukhum wattana yodying somboon prasertsri khamwan panyarachun chantra "
            + "thaweesin nakprasit meesuk sangthong");
    put(
        "ja",
        "haruto sota yuto riku minato kenji takeshi hiroshi satoshi daisuke kazuki "
            + "takumi ryota shota naoki akira makoto yusuke tetsuya shinji yui hina sakura "
            + "aoi misaki yuka akiko yoko naomi keiko haruka ayumi mai emi nanami rin",
        "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato "
            + "yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu "
            + "yamazaki mori abe ikeda hashimoto ishikawa ogawa okada hasegawa fujita goto "
            + "kondo murakami endo aoki sakamoto");
    put(
        "hi",
        "rahul amit sanjay rajesh vikram arjun rohan suresh anil deepak manoj ashok "
            + "ravi nitin gaurav pankaj vivek harish mahesh dinesh priya pooja neha anjali "
            + "sunita kavita rekha deepika shreya swati meena lakshmi divya nisha asha "
            + "radha",
        "sharma verma gupta singh kumar patel reddy iyer nair menon rao joshi mehta "
            + "shah desai kulkarni chatterjee banerjee mukherjee das bose mishra tiwari "
            + "pandey yadav chauhan agarwal kapoor malhotra bhatia pillai krishnan "
            + "subramaniam chopra");
  }

  private RomanisedNames() {}

  /** The languages that are written down here. */
  static Map<String, LocaleNames> byLanguage() {
    return BY_LANGUAGE;
  }

  private static void put(String language, String first, String last) {
    BY_LANGUAGE.put(language, new LocaleNames(language, words(first), words(last)));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).distinct().sorted().toList();
  }
}
