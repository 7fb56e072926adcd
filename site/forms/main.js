// A page in which a record of one kind is filled in.
import { loadData } from "./data.js";
import { showForm } from "./form.js";

const kind = document.body.dataset.kind;
const holder = document.getElementById("form");
if (kind && holder) {
  Promise.all([loadData(`kinds/${kind}`), loadData("tables")])
    .then(([about, tables]) => showForm(holder, about, tables))
    .catch((error) => {
      holder.textContent = "表格没有打开：这张网页旁边的数据文件缺少或者过时了，请重新打开或下载。";
      throw error;
    });
}
