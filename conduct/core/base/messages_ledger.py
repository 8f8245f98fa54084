"""The words of errors about the ledger and about files that are written."""

from __future__ import annotations

from .words import Words

LEDGER_MESSAGES: dict[str, Words] = {
    "ledger-missing": Words(
        "没有台账 {path}；请先用 conduct --sector 行业 --ledger {path} init 建立",
        "there is no ledger {path}; make one with: conduct --sector SECTOR --ledger {path} init",
    ),
    "ledger-none": Words(
        "没有台账 {path}；请先用 conduct --sector {sector} --ledger {path} init 建立{known}",
        "there is no ledger {path}; make one with: conduct --sector {sector} --ledger {path} init{known}",
    ),
    "ledger-is-folder": Words("{path} 是文件夹，不是台账", "{path} is a folder, not a ledger"),
    "ledger-empty": Words("{path} 是空文件，不是台账", "{path} is empty, and no ledger"),
    "ledger-foreign": Words(
        "台账 {path} 中有不属于台账的内容：{what}；请查明来源，未查明前不要使用其结果",
        "the ledger {path} holds what does not belong there: {what}; find out who put it there, and trust no result before",
    ),
    "ledger-busy": Words(
        "台账 {path} 正由{who}写入，等了{seconds}秒；未作任何改动，请稍后再试",
        "the ledger {path} is being written by {who}, after {seconds} seconds still; nothing was changed: try again later",
    ),
    "ledger-has-log": Words(
        "台账 {path} 旁的 {log} 中有尚未写入台账的内容，此处不能处理（{why}）；请在可写的文件夹中打开",
        "{log} beside the ledger {path} holds what is not in the ledger yet, and cannot be dealt with here ({why}); open it "
        "in a folder that can be written",
    ),
    "head-unknown": Words(
        "台账 {path} 自身相符，但其中没有校验值 {head}：写下它以后，其内容被删改，或这是更早的副本",
        "the ledger {path} agrees with itself, but does not have the head {head}: what it stood for was changed or removed since "
        "it was written down, or this is an earlier copy",
    ),
    "publish-open": Words(
        "有{n}项尚未了结，未予公布；了结后再公布，或用 --despite 写明仍予公布的理由",
        "{n} open, and nothing was published; settle them first, or give with --despite the reason to publish all the same",
    ),
    "publish-moved": Words(
        "{period} 的结果此后有变，未予封存；请看过现在的结果后再封存",
        "the result of {period} is another by now, and nothing was sealed; look at it as it is now, and seal it then",
    ),
    "despite-blank": Words("--despite 须写明理由", "--despite takes a reason"),
    "publication-damaged": Words(
        "编号为 {number} 的封存结果已损坏，不能读出；请从备份恢复，并用 conduct verify 检查",
        "the result sealed as number {number} is damaged and cannot be read; restore a backup, and check it with: conduct verify",
    ),
    "held-elsewhere": Words(
        "台账的行业“{sector}”中有“{id}”，但该行业{why}，此处不能显示",
        "the ledger holds “{id}” in the sector “{sector}”, which {why}; it cannot be shown here",
    ),
    "ledger-not-one": Words("{path} 不是 conduct 的台账", "{path} is not a ledger of conduct"),
    "ledger-newer": Words(
        "台账 {path} 由更新版本的 conduct 写成（格式 {layout}，本版本至 {known}）；请升级 conduct",
        "the ledger {path} was written by a newer conduct (layout {layout}, this one knows up to {known}); upgrade conduct",
    ),
    "ledger-cannot-make": Words("无法建立台账 {path}：{why}", "the ledger {path} cannot be made: {why}"),
    "ledger-cannot-open": Words("无法打开台账 {path}：{why}", "the ledger {path} cannot be opened: {why}"),
    "ledger-cannot-write": Words(
        "台账 {path} 无法写入，未作任何改动：{why}", "the ledger {path} cannot be written and is unchanged: {why}"
    ),
    "ledger-damaged": Words(
        "台账 {path} 已损坏：{why}；请勿继续写入，从最近的备份恢复；conduct verify 列出损坏之处和仍可读出的内容",
        "the ledger {path} is damaged: {why}; write no more to it, and restore the last backup; conduct verify lists the "
        "damage and what can still be read",
    ),
    "ledger-damaged-verified": Words(
        "台账 {path} 已损坏：{why}；请勿继续写入，从最近的备份恢复；损坏之处和仍可读出的内容如下",
        "the ledger {path} is damaged: {why}; write no more to it, and restore the last backup; what is damaged, and what "
        "can still be read:",
    ),
    "ledger-lost": Words(
        "台账 {path} 已损坏：缺少 {what}，而其中曾装入数据；请勿继续写入，从备份恢复",
        "the ledger {path} is damaged: {what} is gone, into which facts were loaded; write no more to it, and restore a backup",
    ),
    "attribute-retyped": Words(
        "{sector}（{name}）：属性 {column} 在台账中是{was}，现在声明为{now}；请改用与台账相符的软件包版本，或请其作者另取代码",
        "{sector} ({name}): the attribute {column} is {was} in the ledger and is now declared as {now}; use the version of the "
        "package that fits the ledger, or ask its author to give the new attribute a code of its own",
    ),
    "ledger-read-only": Words("台账 {path} 只读，不能写入", "the ledger {path} is read-only"),
    "ledger-closed": Words("台账 {path} 已关闭；请重新打开", "the ledger {path} is closed: open it again"),
    "ledger-other-thread": Words(
        "台账 {path} 由另一线程打开；请每个线程各自用 conduct.open 打开",
        "the ledger {path} was opened by another thread: open one in each thread with conduct.open",
    ),
    "ledger-lacks-sector": Words(
        "台账 {path} 中没有{sector}；请先运行 conduct --sector {name} --ledger {path} init",
        "the ledger {path} does not hold {sector} yet; run: conduct --sector {name} --ledger {path} init",
    ),
    "not-a-number": Words(
        "台账中的“{value}”不是数；请用 conduct verify 检查", "“{value}” in the ledger is no number; check it with: conduct verify"
    ),
    "ledger-lacks-enabled": Words(
        "台账 {path} 中没有任何已启用的行业", "the ledger {path} holds none of the sectors that are enabled"
    ),
    "export-how": Words("请指明 --csv 或 --parquet 之一", "name one of --csv and --parquet"),
    "engine-unknown": Words("没有引擎“{value}”；可用：{known}", "there is no engine “{value}”; known: {known}"),
    "engine-without-facts": Words(
        "--engine {engine} 只用于 --facts 所指的文件；台账由它自己的数据库考核",
        "--engine {engine} is for the files that --facts names; a ledger is assessed by its own database",
    ),
    "facts-no-folder": Words(
        "{path} 不是文件夹；请指明存放 Parquet 文件的文件夹，如 conduct export --parquet 所写的",
        "{path} is no folder; name one of Parquet files, such as conduct export --parquet writes",
    ),
    "facts-url": Words(
        "不能读取 {path}：{why}；请安装该服务的 fsspec 软件包，或先取到本机",
        "{path} cannot be read: {why}; install the package that fsspec needs for it, or bring the files here",
    ),
    "facts-none": Words(
        "{path} 中没有数据：应有 units.parquet 和 incidents 文件夹等，如 conduct export --parquet 所写的",
        "{path} holds no facts: there should be units.parquet, a folder incidents and so on, as conduct export --parquet writes "
        "them",
    ),
    "facts-of-another": Words(
        "{path} 中是行业 {name} 的数据，不是{sector}的；请改用 --sector {name}",
        "{path} holds facts of the sector {name}, and not of {sector}: use --sector {name}",
    ),
    "facts-unread": Words("不能作为 Parquet 读取：{why}", "it cannot be read as Parquet: {why}"),
    "facts-column-missing": Words("缺少必需的列“{column}”", "the required column {column} is missing"),
    "facts-column-unknown": Words(
        "“{of}”没有“{column}”列；可用：{known}。请改列名，或去掉此列",
        "{of} has no column “{column}”; it has: {known}. Rename the column, or leave it out",
    ),
    "facts-code": Words("“{value}”不是代码；请写成 {code}", "“{value}” is no code: write {code}"),
    "facts-type": Words("类型是 {type}，应为{wanted}", "its type is {type}; it should be {wanted}"),
    "facts-not-exported": Words(
        "{path} 中的文件不是 conduct export --parquet 按现有定义写出的原样；请重新导出，或改用 --engine duckdb（它逐行检查）",
        "the files in {path} are not as conduct export --parquet wrote them by what is declared now; export them anew, or use "
        "--engine duckdb, which checks every row",
    ),
    "ics-apart": Words(
        "--ics 不能与 --engine spark 同用：日历要隐去各件事项中的个人信息，须读全部事项；请改用 --engine duckdb",
        "--ics is not for --engine spark: a calendar hides whom any incident names, and needs them all; use --engine duckdb",
    ),
    "java-missing": Words(
        "--engine spark 需要 Java 17 或更新版本：请安装（如 apt install openjdk-17-jre-headless），或用 JAVA_HOME 指明其位置",
        "--engine spark needs Java 17 or later: install it (apt install openjdk-17-jre-headless), or say where by JAVA_HOME",
    ),
    "spark-master": Words(
        "{master} 没有应答；请检查地址，以及 Spark 主节点是否在运行",
        "nobody answers at {master}; check the address, and whether the Spark master runs",
    ),
    "spark-idle": Words(
        "{master} 上 {seconds}秒内没有工作节点可用；请检查是否有工作节点在运行，其内存和核数是否够用（spark.executor.memory、"
        "spark.executor.cores）",
        "no worker of {master} was free within {seconds} seconds; check that workers run, and that each has the memory and cores "
        "asked for (spark.executor.memory, spark.executor.cores)",
    ),
    "spark-failed": Words("Spark 未能完成：{why}", "Spark failed: {why}"),
    "export-exists": Words("{path} 已存在；请另选文件夹", "{path} exists; choose another folder"),
    "backup-exists": Words("{path} 已存在；请另选文件名", "{path} exists; choose another name"),
    "backup-failed": Words("不能备份到 {path}：{why}", "cannot back up to {path}: {why}"),
    "output-is-input": Words(
        "{path} 是台账、配置或输入文件，不能用作输出；请另选文件名",
        "{path} is the ledger, the configuration or an input; name another file to write",
    ),
    "outputs-same": Words("{path}：两项输出须写入两个文件", "{path}: two outputs go to two files"),
    "output-is-link": Words(
        "{path} 是指向 {target} 的符号链接；请直接写明要写入的文件", "{path} is a link to {target}; name the file itself to write"
    ),
    "output-is-folder": Words("{path} 是文件夹；请写明文件名", "{path} is a folder; name a file to write"),
    "stdout-closed": Words(
        "标准输出已关闭，结果无处可写；请用 --output 写入文件",
        "standard output is closed and takes no result; write to a file with --output",
    ),
    "folder-gone": Words(
        "当前文件夹已不存在；请先进入另一文件夹", "the working folder no longer exists; change to another one first"
    ),
    "file-fails": Words("文件 {path}：{why}", "{path}: {why}"),
    "output-cannot-write": Words("无法写入 {path}：{why}", "{path} cannot be written: {why}"),
}
