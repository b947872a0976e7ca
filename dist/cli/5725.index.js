var vt=Object.defineProperty;var a=(H,E)=>vt(H,"name",{value:E,configurable:!0});const Bt=5725,Et=[5725,7354],$t={7354:((H,E,O)=>{O.d(E,{Bs:a(()=>i.Bs,"Bs"),GG:a(()=>i.GG,"GG"),Gk:a(()=>G,"Gk"),IC:a(()=>N,"IC"),Id:a(()=>R,"Id"),NY:a(()=>F,"NY"),Rk:a(()=>K,"Rk"),Si:a(()=>X,"Si"),Tn:a(()=>i.Tn,"Tn"),Tz:a(()=>Y,"Tz"),V6:a(()=>v,"V6"),VO:a(()=>M,"VO"),aA:a(()=>J,"aA"),aY:a(()=>L,"aY"),b6:a(()=>U,"b6"),codeOf:a(()=>j,"codeOf"),vn:a(()=>C,"vn")});var i=O(53994);const D=[[/Sensor(Operator|Base)?$|^BaseSensor/,"sensor"],[/Operator(Base)?$|^BaseOperator/,"operator"],[/Trigger$/,"trigger"],[/Hook$/,"hook"]],q=/^(BaseOperator|BaseSensorOperator|BaseHook|BaseTrigger|LoggingMixin|ABC|object|Generic.*|Protocol)$/;function j(u){const d=new Map;for(const{module:p,name:g,bound:b,level:_}of u.imports)_>0||d.set(b,g===void 0?p.startsWith(`${b}.`)?b:p:`${p}.${g}`);const m=new Map(u.classes.map(p=>[p.name,p]));return{module:u,classes:u.classes.map(p=>W(p,m)),nameOf:a(p=>{const g=(0,i.Bs)(p);if(g===void 0)return;const[b="",..._]=g.split(".");return[d.get(b)??b,..._].join(".")},"nameOf")}}a(j,"codeOf");function W(u,d){const m=[],p=[],g=[...u.bases];for(let _=g.shift();_!==void 0;_=g.shift()){const T=d.get(_);T===void 0||T===u||m.includes(T)?p.push(z(_)):(m.push(T),g.push(...T.bases))}const b=P(p)??"other";return{...u,role:b,above:m,known:p.every(_=>q.test(_))}}a(W,"roled");function P(u){for(const[d,m]of D)if(u.some(p=>d.test(p)))return m}a(P,"roleOf");function z(u){return u.replace(/\[.*$/s,"").split(".").at(-1)??u}a(z,"lastOf");function R({role:u}){return u==="operator"||u==="sensor"}a(R,"isTask");function F(u,d){for(const{methods:m}of[u,...u.above]){const p=m.findLast(g=>g.name===d);if(p!==void 0)return p}}a(F,"methodOf");function G(u){return(u.nodeType==="Lambda"?[u.body]:u.body).flatMap(v)}a(G,"ownNodes");function v(u){return u.nodeType==="Lambda"?[u]:$(u)?[u,...N(u)]:[u,...V(u).flatMap(v)]}a(v,"reached");function N(u){const d=[...u.args.defaults,...u.args.kw_defaults].filter(m=>m!=null);return[...u.decorator_list,...d].flatMap(v)}a(N,"whenDefined");function $(u){return u.nodeType==="FunctionDef"||u.nodeType==="AsyncFunctionDef"}a($,"isFunctionNode");function V(u){const d=[];for(const[m,p]of Object.entries(u))if(!(m==="annotation"||m==="returns"))for(const g of Array.isArray(p)?p:[p])typeof g=="object"&&g!==null&&"nodeType"in g&&d.push(g);return d}a(V,"below");function Y(u){return u.filter(d=>d.nodeType==="Call")}a(Y,"callsIn");function C(u){return[...u.module.functions.map(d=>({fn:d})),...u.classes.flatMap(d=>d.methods.map(m=>({fn:m,of:d})))]}a(C,"functionsIn");function J({func:u},d){if(u.nodeType!=="Attribute"||u.attr!==d)return!1;const{value:m}=u;return m.nodeType==="Call"&&m.func.nodeType==="Name"&&m.func.id==="super"}a(J,"isSuperCall");function K(u){if(!(u.nodeType!=="Attribute"||u.value.nodeType!=="Name"||u.value.id!=="self"))return u.attr}a(K,"selfAttribute");function U(u){if(!(u?.nodeType!=="Constant"||typeof u.value!="string"))return L(u)?void 0:u.value}a(U,"textOf");function L(u){const d=u.nodeType==="Constant"?u.quote_style:void 0;return d!==void 0&&/b/i.test(d.replace(/["'].*$/s,""))}a(L,"isBytes");function X(u,d){return u.keywords.find(({arg:m})=>m===d)?.value}a(X,"keyword");function M(u,d){return u?.nodeType==="Constant"&&u.value===d}a(M,"isConstant")}),15725:((H,E,O)=>{O.d(E,{y:a(()=>xt,"y")});var i=O(7354);const D=/^(requests\.(get|post|put|patch|delete|head|request)|httpx\.(get|post|put|patch|delete|head|request|stream)|urllib\.request\.(urlopen|urlretrieve)|urllib3\.request|socket\.(create_connection|getaddrinfo|gethostbyname)|http\.client\.HTTPS?Connection|smtplib\.SMTP(_SSL)?|ftplib\.FTP(_TLS)?|sqlite3\.connect|psycopg2?\.connect|pymysql\.connect|boto3\.(client|resource))$/,q=/(^|\.)(Variable\.get|BaseHook\.get_connection|BaseHook\.get_hook|Connection\.get_connection_from_secrets)$/,j=/^(open|io\.open|os\.(makedirs|mkdir|remove|unlink|rename|rmdir|listdir|scandir|walk|stat|access)|os\.path\.(l?exists|isfile|isdir|get[acm]time|getsize)|glob\.i?glob|shutil\.\w+|tempfile\.(mkdtemp|mkstemp|TemporaryDirectory|NamedTemporaryFile))$/,W=new Set(["read_text","write_text","read_bytes","write_bytes"]),P=/^(exists|is_file|is_dir|iterdir|glob|rglob|open|mkdir|touch|unlink|stat)$/,z=/^(subprocess\.(run|call|check_call|check_output|Popen)|os\.(system|popen))$/;function R(e,t){const r=t.nameOf(e.func)??"";if(D.test(r))return`the network (${r})`;if(q.test(r))return r.endsWith("Variable.get")?"an Airflow Variable":"a connection";if(z.test(r))return`another program (${r})`;if(j.test(r))return`files (${r})`;const{func:s}=e;if(s.nodeType!=="Attribute")return;if(W.has(s.attr))return`files (${s.attr})`;if(P.test(s.attr)&&F(s.value,t))return`files (${s.attr})`;if(s.value.nodeType==="Name"&&s.value.id==="self"&&s.attr==="get_connection")return"a connection"}a(R,"accessOf");function F(e,t){return e.nodeType==="Call"&&/^pathlib\.Path$/.test(t.nameOf(e.func)??"")}a(F,"isPath");function G(e,t){return/__file__|files\(__package__|importlib\.resources/.test(t.module.slice(e))}a(G,"isBesideModule");const v={code:"AS4119",tier:"contract",severity:"error",title:"The constructor reaches outside",why:"A task is constructed each time its DAG is parsed, in processes that have no business with its connection, and long before it runs. A request or a look at a connection there slows the scheduler and fails where the service is away.",next:"Keep the arguments in the constructor, and reach outside in `execute`, `poke` or a method of the hook.",shownBy:["AS4144","AS4202","AS4203"],wrong:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.host = BaseHook.get_connection(http_conn_id).host
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        return BaseHook.get_connection(self.http_conn_id).host
`,check:a(e=>e.classes.flatMap(({init:t,role:r})=>t===void 0||r==="other"?[]:(0,i.Tz)((0,i.Gk)(t.node)).flatMap(s=>{const n=R(s,e);if(n===void 0||G(s,e))return[];const c=r==="hook"&&/^(a connection|files)/.test(n)?"warning":"error";return[{node:s,severity:c,message:`the constructor reaches for ${n}`}]})),"check")},N={code:"AS4118",tier:"contract",severity:"error",title:"Importing the module reaches outside",why:"Airflow imports a module each time it parses a DAG, every half minute in each of its processes. What stands at the top of a module, in a class body or in a default runs then: requests, connections, Variables and files do not belong there.",next:"Move it into `execute`, `poke` or a method of the hook.",shownBy:["AS4143","AS4201"],wrong:`import requests
from airflow.models import BaseOperator

RATES = requests.get("https://rates.example/today", timeout=5).json()


class ConvertOperator(BaseOperator):
    def execute(self, context):
        return RATES["NOK"]
`,right:`import requests
from airflow.models import BaseOperator


class ConvertOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5).json()["NOK"]
`,check:a(e=>e.classes.every(({role:t})=>t==="other")?[]:(0,i.Tz)(e.module.tree.body.flatMap($)).flatMap(t=>{const r=R(t,e);return r===void 0||G(t,e)?[]:[{node:t,message:`importing the module reaches for ${r}`}]}),"check")};function $(e){if((0,i.Tn)(e))return(0,i.IC)(e);if(e.nodeType==="ClassDef")return[...e.decorator_list.flatMap(i.V6),...e.body.flatMap($)];if(e.nodeType==="If"){const{test:t}=e;return t.nodeType==="Compare"&&t.left.nodeType==="Name"&&t.left.id==="__name__"?[]:[...(0,i.V6)(t),...[...e.body,...e.orelse].flatMap($)]}return(0,i.V6)(e)}a($,"atImport");const V={code:"AS4121",tier:"contract",severity:"warning",title:"A hook is made in the constructor",why:"The constructor runs whenever the DAG is parsed. A hook made there may look up its connection in the scheduler, cannot use rendered values, and is copied and serialized with the task.",next:"Make the hook in `execute`, or in a `cached_property`.",shownBy:["AS4144"],wrong:`from airflow.models import BaseOperator
from airflow.providers.http.hooks.http import HttpHook


class AskOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.hook = HttpHook(http_conn_id=http_conn_id)
`,right:`from airflow.models import BaseOperator
from airflow.providers.http.hooks.http import HttpHook


class AskOperator(BaseOperator):
    def __init__(self, *, http_conn_id: str = "http_default", **kwargs):
        super().__init__(**kwargs)
        self.http_conn_id = http_conn_id

    def execute(self, context):
        return HttpHook(http_conn_id=self.http_conn_id).run("/").text
`,check:a(e=>e.classes.flatMap(t=>!(0,i.Id)(t)||t.init===void 0?[]:Y(t).flatMap(r=>{const s=e.nameOf(r.func)?.split(".").at(-1)??"";return/^[A-Z]\w*Hook$/.test(s)?[{node:r,message:`the constructor makes a ${s}`}]:[]})),"check")};function Y(e){const t=[],r=new Set,s=e.init?[e.init]:[];for(let n=s.shift();n!==void 0;n=s.shift())if(!r.has(n)){r.add(n);for(const o of(0,i.Tz)((0,i.Gk)(n.node))){t.push(o);const c=(0,i.Rk)(o.func),l=c===void 0?void 0:(0,i.NY)(e,c);l!==void 0&&s.push(l)}}return t}a(Y,"constructing");var C=O(53994);const J={code:"AS4120",tier:"contract",severity:"error",title:"A list or dict that all objects share",why:"A default value is made once, when the function is defined, and a class attribute once for the class. Whoever changes it changes it for every task of the process.",next:"Write `= None` in the signature and make a fresh one inside; assign lists and dicts to `self` in the constructor.",shownBy:["AS4002"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, sources: list[str] = [], **kwargs):
        super().__init__(**kwargs)
        self.sources = sources
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, sources: list[str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.sources = sources
`,check:a(e=>[...(0,i.vn)(e).flatMap(({fn:t,of:r})=>r?.role==="other"?[]:X(t,U(e))),...e.classes.flatMap(t=>t.role==="other"?[]:d(t))],"check")},K=/^(collections\.abc\.|typing\.)?(Sequence|Mapping|Iterable|Collection|Container|AbstractSet)\b/;function U({module:e}){const t=new Set;for(const r of e.tree.body){const s=r.nodeType==="Assign"?r.targets:r.nodeType==="AnnAssign"?[r.target]:[],n=s.length>0&&"value"in r?r.value:void 0;if(!(!n||!M(n)||!L(n)))for(const o of s)o.nodeType==="Name"&&t.add(o.id)}return t}a(U,"emptyConstants");function L(e){return e.nodeType==="List"||e.nodeType==="Set"?e.elts.length===0:e.nodeType==="Dict"?e.keys.length===0:e.nodeType==="Call"&&e.args.length===0&&e.keywords.length===0}a(L,"isEmpty");function X({node:e,parameters:t},r){const{args:s,name:n}=e,o=[...s.posonlyargs,...s.args];return[...s.defaults.map((l,f)=>[o[o.length-s.defaults.length+f],l]),...s.kwonlyargs.map((l,f)=>[l,s.kw_defaults[f]])].flatMap(([l,f])=>{const h=t.find(A=>A.name===l?.arg)?.annotation??"",w=f&&(M(f)||f.nodeType==="Name"&&r.has(f.id));return!f||!w||K.test(h)?[]:[{node:f,message:`a default of ${n} is shared by all calls`}]})}a(X,"defaultsOf");function M(e){return["List","Dict","Set","ListComp","DictComp","SetComp"].includes(e.nodeType)?!0:e.nodeType==="Call"&&["list","dict","set"].includes((0,C.Bs)(e.func)??"")}a(M,"isMutable");const u=new Set(["append","extend","insert","update","setdefault","add","pop","clear","remove"]);function d({attributes:e,methods:t,role:r}){const s=t.flatMap(({node:o})=>(0,C.GG)(o)),n=new Set(s.flatMap(o=>o.nodeType==="Attribute"&&o.ctx.nodeType==="Store"?[(0,i.Rk)(o)]:[]));return s.flatMap(o=>{const c=m(o),l=c===void 0?void 0:e.get(c);if(l===void 0||!M(l)||n.has(c))return[];const f=r==="hook"||!["List","ListComp"].includes(l.nodeType);return/cache/i.test(c??"")&&f?[]:[{node:o,message:`\`self.${c}\` is a class attribute, and is changed for all objects`}]})}a(d,"sharedAttributes");function m(e){return e.nodeType==="Call"&&e.func.nodeType==="Attribute"&&u.has(e.func.attr)?(0,i.Rk)(e.func.value):e.nodeType==="Subscript"&&e.ctx.nodeType!=="Load"?(0,i.Rk)(e.value):void 0}a(m,"changedAttribute");const p={code:"AS4117",tier:"contract",severity:"error",title:"The constructor works on a templated input",why:"A templated input is Jinja text (or an XCom of another task) until the task runs. Converting it, looking into it or comparing it in the constructor fails for every DAG that uses a template there, even where plain values pass.",next:"Assign the raw argument, and convert and check it in `execute` or `poke`.",shownBy:["AS4208"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("amount",)

    def __init__(self, *, amount: int, **kwargs):
        super().__init__(**kwargs)
        self.amount = int(amount)
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("amount",)

    def __init__(self, *, amount: int, **kwargs):
        super().__init__(**kwargs)
        self.amount = amount

    def execute(self, context):
        return int(self.amount)
`,check:a((e,t)=>e.classes.flatMap(r=>{if(!(0,i.Id)(r)||r.init===void 0)return[];const s=t?.name===r.name?t.inputs.filter(({template:c})=>c):[],n=new Set([...r.templateFields??[],...s.map(({name:c})=>c)]),o=r.init.parameters.map(({name:c})=>c).filter(c=>n.has(c));return o.length===0?[]:b(r.init.node,new Set(o),e)}),"check")},g=/^(int|float|complex|bytes|list|tuple|set|dict|sorted|sum|min|max|len|abs|round|range|enumerate|iter|next|zip|json\.loads|json\.dumps|datetime\.(datetime\.)?(fromisoformat|strptime)|re\.(match|fullmatch|search|compile)|yaml\.safe_load|uuid\.UUID|pathlib\.Path|Path|urllib\.parse\.(urlsplit|urlparse))$/;function b(e,t,r){const s=[],n=me(e,t),o=ge(e);for(const c of(0,i.Gk)(e)){if(n.has(c))continue;const l=_(c,t,r);if(l===void 0||o.has(l.name))continue;const{severity:f}=l;s.push({node:c,...f?{severity:f}:{},message:`the constructor ${l.how} \`${l.name}\`, which is templated`})}return s.slice(0,3)}a(b,"worksOn");function _(e,t,r){const s=a(n=>Q(n,t),"name");if(e.nodeType==="Call"){const n=s(e.args[0]),o=r.nameOf(e.func)??"";if(n!==void 0&&e.args.length>0&&g.test(o))return{name:n,how:`converts (${o})`};const c=e.func.nodeType==="Attribute"?s(e.func.value):void 0;return c===void 0?void 0:{name:c,how:"calls a method of"}}if(e.nodeType==="Subscript")return T(s(e.value),"looks into");if(e.nodeType==="BinOp")return T(s(e.left)??s(e.right),"calculates with");if(e.nodeType==="Compare")return e.ops.some(({nodeType:o})=>["Lt","LtE","Gt","GtE","In","NotIn"].includes(o))?T([e.left,...e.comparators].map(s).find(Boolean),"compares"):void 0;if(e.nodeType==="BoolOp"&&e.op.nodeType==="Or"){const[n,o]=e.values,l=o?.nodeType==="Constant"&&!!o.value?T(s(n),"puts a default in the place of"):void 0;return l&&{...l,severity:"warning"}}if(e.nodeType==="For")return T(s(e.iter),"loops over")}a(_,"workOn");function T(e,t){return e===void 0?void 0:{name:e,how:t}}a(T,"named");function Q(e,t){if(e?.nodeType==="Name"&&t.has(e.id))return e.id;const r=e?(0,i.Rk)(e):void 0;return r!==void 0&&t.has(r)?r:void 0}a(Q,"templatedName");function me(e,t){const r=new Set,s=a(n=>(0,i.GG)(n).some(o=>o.nodeType==="Call"&&o.func.nodeType==="Name"&&["isinstance","callable","hasattr","type"].includes(o.func.id)&&Q(o.args[0],t)!==void 0),"checks");for(const n of(0,i.GG)(e))if((n.nodeType==="If"||n.nodeType==="IfExp"||n.nodeType==="BoolOp")&&s(n))for(const o of(0,i.GG)(n))r.add(o);return r}a(me,"guardedNodes");function ge(e){const t=new Set;for(const r of(0,i.Gk)(e))r.nodeType==="Name"&&r.ctx.nodeType==="Store"&&t.add(r.id);return t}a(ge,"reassignedIn");const ye={code:"AS4113",tier:"contract",severity:"warning",title:"A required argument stands after an optional one",why:"People read a signature from its start: what must be given comes first, then what may be. Behind `*` Python does not enforce that order.",next:"Move the required arguments to the front, in the order of the spec.",wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, retries_left: int = 3, source: str, **kwargs):
        super().__init__(**kwargs)
        self.retries_left = retries_left
        self.source = source
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, retries_left: int = 3, **kwargs):
        super().__init__(**kwargs)
        self.retries_left = retries_left
        self.source = source
`,check:a(({classes:e})=>e.flatMap(({init:t,role:r})=>{if(t===void 0||r==="other")return[];const s=t.parameters.filter(({kind:f})=>f==="keyword"),n=s.findIndex(f=>f.default!==void 0),o=s.find((f,h)=>f.default===void 0&&h>n);if(n<0||o===void 0)return[];const c=t.node.args.kwonlyargs.find(({arg:f})=>f===o.name)??t.node,l=s[n]?.name;return[{node:c,message:`\`${o.name}\` is required, but stands after \`${l}\`, which is not`}]}),"check")},ee=`        self.source = source
`,we={code:"AS4114",tier:"contract",severity:"error",title:"The constructor does not call the one of its base class",why:"The base class sets what Airflow works with: `task_id`, retries, the DAG; a trigger\u2019s task instance; a hook\u2019s logger. Without the call the object has none of it, and some of that only shows when a scheduler looks.",next:"Begin the constructor with `super().__init__(**kwargs)` (without arguments in a hook or trigger that takes none).",wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
${ee}`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
${ee}`,check:a(({classes:e})=>e.flatMap(t=>{if(t.init===void 0||!((0,i.Id)(t)||t.role==="trigger"))return[];if(te(t).length>0||t.init.node.body.at(-1)?.nodeType==="Raise")return[];const r=t.role==="trigger"?"warning":"error";return[{node:t.init.node,severity:r,message:`${t.name}.__init__ never calls super().__init__`}]}),"check")};function te({init:e}){return e===void 0?[]:(0,i.Tz)((0,i.Gk)(e.node)).filter(t=>{if((0,i.aA)(t,"__init__"))return!0;const{func:r,args:s}=t;return r.nodeType==="Attribute"&&r.attr==="__init__"&&s[0]?.nodeType==="Name"&&s[0].id==="self"})}a(te,"baseCalls");const _e={code:"AS4115",tier:"contract",severity:"error",title:"The constructor keeps `**kwargs` to itself",why:"`task_id`, `retries`, `pool` and all of Airflow\u2019s other arguments arrive in `**kwargs`. When they are not handed to the base class, the task has no id, or what a DAG asks for is dropped in silence.",next:"Call `super().__init__(**kwargs)`.",wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(task_id="copy")
        self.source = source
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self.source = source
`,check:a(({classes:e})=>e.flatMap(t=>{const r=t.init?.node.args.kwarg?.arg,s=te(t);if(!(0,i.Id)(t)||r===void 0||s.length===0||t.init===void 0)return[];const n=s.some(l=>re(l,r))||s.some(({keywords:l})=>l.some(ke)),o=(0,i.GG)(t.init.node).some(l=>Te(l,r));if(n||o)return[];const[c]=s;return c?[{node:c,message:`super().__init__ is called without **${r}`}]:[]}),"check")};function re(e,t){return(0,i.GG)(e).some(r=>r.nodeType==="Name"&&r.id===t)}a(re,"mentions");function ke({arg:e}){return e==null}a(ke,"spreads");function Te(e,t){return e.nodeType!=="Assign"||!re(e.value,t)?!1:e.targets.some(r=>(0,i.Rk)(r)!==void 0)}a(Te,"isAssigned");const be={code:"AS4116",tier:"contract",severity:"error",title:"A template field names no attribute",why:"Airflow reads each name in `template_fields` as an attribute of the task, to render and to show it. One that nothing assigns fails when the task is rendered or serialized.",next:"Assign the raw argument to an attribute of exactly that name in the constructor, or take the name out.",shownBy:["AS4106","AS4202","AS4203","AS4204","AS4208"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("source",)

    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self._source = source
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    template_fields = ("source",)

    def __init__(self, *, source: str, **kwargs):
        super().__init__(**kwargs)
        self.source = source
`,check:a(({classes:e})=>e.flatMap(t=>{const r=t.attributes.get("template_fields")??t.node,s=(0,i.Id)(t)?(0,i.b6)(r):void 0;if(s!==void 0)return[{node:r,severity:"warning",message:"`template_fields` is a text, not a tuple of names",remedy:`Write \`template_fields = ("${s}",)\`: a comma makes it a tuple.`}];if(!(0,i.Id)(t)||!t.known||t.templateFields===void 0)return[];const n=Ae(t);return t.templateFields.filter(c=>!n.has(c)).map(c=>({node:r,message:`no attribute \`${c}\` is ever assigned`}))}),"check")};function Ae(e){const t=new Set;for(const{attributes:r,methods:s,node:n}of[e,...e.above]){for(const o of r.keys())t.add(o);for(const{name:o}of s)t.add(o);for(const o of(0,i.GG)(n)){const c=(0,i.Rk)(o);if(c!==void 0&&o.nodeType==="Attribute"&&o.ctx.nodeType==="Store"&&t.add(c),xe(o))return Oe}}return t}a(Ae,"attributesOf");function xe(e){return e.nodeType==="Name"?e.id==="setattr"||e.id==="vars":e.nodeType==="Attribute"&&["__setattr__","__dict__"].includes(e.attr)}a(xe,"setsByName");const Oe=Object.assign(new Set,{has:a(()=>!0,"has")}),se=/^(.*_)?(password|passwd|secret|api_?key|access_?token|auth_?token|bearer_?token|refresh_?token|secret_?key|private_?key|client_secret|secret_access_key)$/i,ne=new RegExp(`${se.source}|^(.*_)?token$|^authorization$`,"i"),oe=/(^|\.)(str|repr|dict|list|tuple|format|quote|quote_plus|urlencode|b64encode|standard_b64encode|dumps|encode|decode|strip|join|copy|deepcopy|get_uri|lower|upper|removeprefix|rstrip|lstrip)$/;class ae{static{a(this,"SecretFlow")}#t;#s=new Set;#r=new Set;constructor(t,r){this.#t=t;const s=r?.methods??[];for(let n=0;n<2;n+=1)for(const{node:o}of s)this.#o(o)}locals(t){const r={secrets:new Set,connections:new Set};for(const s of(0,i.Gk)(t)){const n="value"in s?s.value:void 0;if(!n||!["Assign","AnnAssign","NamedExpr","AugAssign"].includes(s.nodeType))continue;const o=this.holds(n,r),c=this.#e(n,r);for(const l of ve(s)){const f=l.nodeType==="Subscript"?l.value:l;f.nodeType==="Name"&&(o&&r.secrets.add(f.id),c&&r.connections.add(f.id))}}return r}holds(t,r){const s=a(n=>!!n&&this.holds(n,r),"inside");switch(t.nodeType){case"Name":return r.secrets.has(t.id);case"Attribute":return this.#a(t,r);case"JoinedStr":case"BoolOp":return t.values.some(s);case"FormattedValue":case"Starred":case"Await":return s(t.value);case"BinOp":return s(t.left)||s(t.right);case"Dict":return t.values.some(s);case"List":case"Tuple":case"Set":return t.elts.some(s);case"IfExp":return s(t.body)||s(t.orelse);case"Subscript":return this.#n(t.value,(0,i.b6)(t.slice),r);case"Call":return this.#c(t,r);default:return!1}}#o(t){const r=this.locals(t);for(const s of(0,i.Gk)(t))if(s.nodeType==="Return"&&s.value&&this.holds(s.value,r)&&this.#r.add(t.name),!(s.nodeType!=="Assign"||!this.holds(s.value,r)))for(const n of s.targets){const o=(0,i.Rk)(n);o!==void 0&&this.#s.add(o)}}#a(t,r){const s=(0,i.Rk)(t);return s!==void 0?this.#s.has(s)||this.#r.has(s)&&!this.#i(s):["password","extra","extra_dejson","get_password","get_extra"].includes(t.attr)&&this.#e(t.value,r)}#i(t){return!this.#t.classes.some(({methods:r})=>r.some(s=>s.name===t&&s.decorators.some(n=>/property$/.test(n))))}#n(t,r,s){return this.#l(t,s)?r!==void 0&&ne.test(r):this.holds(t,s)&&(r===void 0||ne.test(r))}#c(t,r){const{func:s}=t;if(s.nodeType==="Attribute"){const n=(0,i.Rk)(s);if(n!==void 0)return this.#r.has(n);if(s.attr==="get"||s.attr==="pop")return this.#n(s.value,(0,i.b6)(t.args[0]),r);if(["get_uri","get_password","get_extra","as_json"].includes(s.attr)&&this.#e(s.value,r)||oe.test(`.${s.attr}`)&&this.holds(s.value,r))return!0}return oe.test(this.#t.nameOf(s)??(s.nodeType==="Attribute"?s.attr:""))?[...t.args,...t.keywords.map(({value:n})=>n)].some(n=>this.holds(n,r)):!1}#l(t,r){return t.nodeType==="Attribute"&&/^extra(_dejson)?$/.test(t.attr)&&this.#e(t.value,r)}#e(t,r){return t.nodeType==="Name"?r.connections.has(t.id):t.nodeType!=="Call"?!1:/(^|\.)get_connection$/.test((0,i.Bs)(t.func)??"")}}function ve(e){return e.nodeType==="Assign"?e.targets:"target"in e?[e.target]:[]}a(ve,"targetsOf");function ie(e){return se.test(e)}a(ie,"isSecretName");const Se={code:"AS4130",tier:"security",severity:"error",title:"A secret is written to a log or an error",why:"Logs and exception messages are kept, sent on and read by many. Airflow masks what it knows as a secret, but not what is made of it, such as a header, and not in other tools.",next:"Log what was done, never the password, the token, the header or the whole connection.",shownBy:["AS4142","AS4305"],wrong:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        connection = BaseHook.get_connection("desk")
        headers = {"Authorization": f"Bearer {connection.password}"}
        self.log.info("asking with %s", headers)
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        connection = BaseHook.get_connection("desk")
        headers = {"Authorization": f"Bearer {connection.password}"}
        self.log.info("asking %s with %d headers", connection.host, len(headers))
`,check:a(e=>{const t=new Map;return(0,i.vn)(e).flatMap(({fn:r,of:s})=>{const n=t.get(s)??new ae(e,s);t.set(s,n);const o=n.locals(r.node);return(0,i.Gk)(r.node).flatMap(c=>{const{shown:l,where:f}=Be(c),h=l.find(w=>S(w,n,o));return h===void 0?[]:[{node:h,message:`a secret is written to ${f}`}]})})},"check")};function Be(e){if(e.nodeType==="Raise"&&e.exc?.nodeType==="Call")return{shown:Z(e.exc),where:"an error"};if(e.nodeType!=="Call")return{shown:[],where:""};const{func:t}=e;if(t.nodeType==="Name"&&t.id==="print")return{shown:Z(e),where:"the output"};if(t.nodeType!=="Attribute"||!/^(debug|info|warning|warn|error|exception|critical|log)$/.test(t.attr))return{shown:[],where:""};const r=t.value.nodeType==="Name"?t.value.id:(0,i.Rk)(t.value)??"";return/^_?(log|logger|logging)$/i.test(r)?{shown:Z(e),where:"the log"}:{shown:[],where:""}}a(Be,"shownBy");function Z(e){return[...e.args,...e.keywords.map(({value:t})=>t)]}a(Z,"values");function S(e,t,r){if(t.holds(e,r))return!0;const s=(0,i.Rk)(e);return s!==void 0?ie(s):e.nodeType==="JoinedStr"||e.nodeType==="BoolOp"?e.values.some(n=>S(n,t,r)):e.nodeType==="FormattedValue"?S(e.value,t,r):e.nodeType==="BinOp"?S(e.left,t,r)||S(e.right,t,r):e.nodeType==="Tuple"&&e.elts.some(n=>S(n,t,r))}a(S,"shows");const Ee={code:"AS4134",tier:"security",severity:"error",title:"A secret stands in a rendered field or an XCom",why:"Airflow keeps the rendered value of each template field, and each XCom, in its database, and shows both in the web interface to everyone who may see the DAG.",next:"Keep the secret in a local variable of the method that needs it.",shownBy:["AS4142"],wrong:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    template_fields = ("token",)
    token = None

    def execute(self, context):
        self.token = BaseHook.get_connection("desk").password
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    template_fields = ("path",)
    path = "/"

    def execute(self, context):
        token = BaseHook.get_connection("desk").password
        self.log.info("asking with a token of %d letters", len(token))
`,check:a(e=>e.classes.flatMap(t=>{if(!(0,i.Id)(t))return[];const r=new ae(e,t);return t.methods.flatMap(({node:s,name:n})=>{const o=r.locals(s);return(0,i.Gk)(s).flatMap(c=>{if(c.nodeType==="Return"&&n==="execute"&&c.value&&r.holds(c.value,o))return[{node:c,message:"`execute` returns a secret to XCom"}];if(c.nodeType==="Assign"&&r.holds(c.value,o)){const f=c.targets.map(i.Rk).find(h=>h&&t.templateFields?.includes(h));return f?[{node:c,message:`the template field \`${f}\` holds a secret`}]:[]}return(0,i.Tz)([c]).some(({func:f,args:h,keywords:w})=>f.nodeType==="Attribute"&&f.attr==="xcom_push"&&[...h,...w.map(({value:A})=>A)].some(A=>r.holds(A,o)))?[{node:c,message:"a secret is pushed to XCom"}]:[]})})}),"check")},k=`from airflow.models import BaseOperator


class CountOperator(BaseOperator):
    def execute(self, context):
`;function B(e,t,r=()=>{}){return{tier:"security",...e,check:a(s=>(0,i.GG)(s.module.tree).flatMap(n=>{if(n.nodeType!=="Call")return[];const o=t(n,s.nameOf(n.func)??"",s);return o===void 0?[]:[{node:r(n)??n,message:o}]}),"check")}}a(B,"aboutCalls");const $e=B({code:"AS4150",severity:"error",title:"Text is run as Python",why:"`eval` and `exec` run whatever the text says, with everything the worker may do. The text of a component comes from DAGs, templates and services.",next:"Parse the text: `json.loads`, `ast.literal_eval`, or a table of allowed names.",wrong:`${k}        return eval("1 + 1")
`,right:`import ast

${k}        return ast.literal_eval("[1, 1]")
`},(e,t)=>/^(builtins\.)?(eval|exec)$/.test(t)&&e.args.length>0?`\`${t}\` runs text as Python`:void 0),Ce=B({code:"AS4151",severity:"error",title:"A command goes through a shell",why:"A shell takes `;`, `$(\u2026)` and `>` in every value as commands of its own. A value that a template or a service gives then runs on the worker.",next:"Call `subprocess.run([...], check=True)` with a list of arguments and without `shell=True`.",wrong:`import subprocess

${k}        subprocess.run("wc -l " + self.task_id, shell=True, check=True)
`,right:`import subprocess

${k}        subprocess.run(["wc", "-l", self.task_id], check=True)
`},(e,t)=>/^(os\.(system|popen)|subprocess\.(getoutput|getstatusoutput)|commands\.getoutput)$/.test(t)?`\`${t}\` starts a shell`:t.startsWith("subprocess.")&&(0,i.VO)((0,i.Si)(e,"shell"),!0)?`\`${t}\` starts a shell`:void 0),Me=B({code:"AS4152",severity:"warning",title:"Pickled data is loaded",why:"Loading a pickle runs what it says. Data from a file, a service or an XCom can thereby run anything on the worker.",next:"Read JSON, or data whose format holds no code.",wrong:`import pickle

${k}        return pickle.loads(b"...")
`,right:`import json

${k}        return json.loads("{}")
`},(e,t)=>/^(c?[pP]ickle|dill|cloudpickle|marshal|joblib|shelve)\.(loads?|open)$/.test(t)?`\`${t}\` runs what the data says`:void 0),Re=B({code:"AS4153",severity:"error",title:"YAML is loaded with all its tags",why:"`yaml.load` with the full loader makes any Python object that the text names, and so runs code.",next:"Call `yaml.safe_load`.",wrong:`import yaml

${k}        return yaml.load("a: 1", Loader=yaml.Loader)
`,right:`import yaml

${k}        return yaml.safe_load("a: 1")
`},(e,t,r)=>{if(/^yaml\.(unsafe_load|unsafe_load_all)$/.test(t))return`\`${t}\` makes any object`;if(!/^yaml\.load(_all)?$/.test(t))return;const s=(0,i.Si)(e,"Loader")??e.args[1];return s&&/Safe|Base/i.test(Ge(s,r))?void 0:`\`${t}\` makes any object`},e=>(0,i.Si)(e,"Loader")??void 0);function Ge(e,t){return t.nameOf(e)??"Safe"}a(Ge,"loaderName");const ce=B({code:"AS4154",severity:"error",title:"Certificates are not checked",why:"Without a check of the certificate anybody on the way can read and change what is sent, the password of the connection with it.",next:'Leave the check on; for a certificate of one\u2019s own give the path of its authority (`verify="/path/ca.pem"`).',wrong:`import requests

${k}        return requests.get("https://desk.example", timeout=5, verify=False).text
`,right:`import requests

${k}        return requests.get("https://desk.example", timeout=5).text
`},(e,t)=>t==="ssl._create_unverified_context"?"certificates are not checked":(/^(requests|httpx)\./.test(t)||/(^|\.)(session|client|http)\.(get|post|put|patch|delete|head|request)$/i.test(t))&&(0,i.VO)((0,i.Si)(e,"verify"),!1)?"`verify=False` lets anybody answer":void 0,e=>(0,i.Si)(e,"verify")??void 0),Ne={...ce,check:a((e,t)=>[...ce.check(e,t),...(0,i.GG)(e.module.tree).flatMap(r=>r.nodeType!=="Assign"||!(0,i.VO)(r.value,!1)?[]:r.targets.some(n=>n.nodeType==="Attribute"&&Le(n,e))?[{node:r.value,message:"`verify = False` lets anybody answer"}]:[])],"check")};function Le({attr:e,value:t},{module:r,nameOf:s}){return e!=="verify"||t.nodeType==="Name"&&t.id==="self"?!1:/session|client|http|conn/i.test(r.slice(t))?!0:(0,i.GG)(r.tree).some(n=>n.nodeType==="Assign"&&n.value.nodeType==="Call"&&le.test(s(n.value.func)??"")&&n.targets.some(o=>r.slice(o)===r.slice(t))||n.nodeType==="With"&&n.items.some(({context_expr:o,optional_vars:c})=>o.nodeType==="Call"&&le.test(s(o.func)??"")&&c!=null&&r.slice(c)===r.slice(t)))}a(Le,"isSession");const le=/^(requests\.([sS]ession|sessions\.Session)|httpx\.(Async)?Client)$/,Ie=B({code:"AS4156",severity:"warning",title:"A request may wait for ever",why:"`requests` and `urlopen` wait without an end unless they are told otherwise: a service that accepts and never answers holds the worker.",next:"Give `timeout=` in seconds.",wrong:`import requests

${k}        return requests.get("https://desk.example").text
`,right:`import requests

${k}        return requests.get("https://desk.example", timeout=30).text
`},(e,t)=>/^requests\.(get|post|put|patch|delete|head|request)$|^urllib\.request\.urlopen$/.test(t)?e.keywords.some(({arg:s})=>s==="timeout"||s==null)||t.endsWith("urlopen")&&e.args.length>2?void 0:`\`${t}\` has no timeout`:void 0),He=/\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bsk-(ant|proj|live)?-?[A-Za-z0-9_-]{20,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAIza[0-9A-Za-z_-]{35}\b|-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\s*\w/,De=/^(\s*|none|null|true|false|password|secret|token|\*+|x+|\.\.\.|changeme|<.*>|\{.*\}|.*(example|dummy|default|required|optional|your).*)$/i,qe={code:"AS4155",tier:"security",severity:"error",title:"A credential stands in the source",why:"The component is committed and read by everyone who may read the repository, and a commit cannot be taken back. Airflow keeps secrets in connections.",next:"Take it from the connection (`connection.password`, `connection.extra_dejson`), and change the secret that was written down.",wrong:`from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        password = "correct-horse-7"
        return len(password)
`,right:`from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        password = BaseHook.get_connection("desk").password
        return len(password)
`,check:a(({module:e})=>(0,i.GG)(e.tree).flatMap(t=>je(t)),"check")};function je(e){const t=(0,i.b6)(e);return t!==void 0&&He.test(t)?[{node:e,message:"the text looks like a key of a service"}]:Pe(e).flatMap(([r,s])=>{const n=(0,i.b6)(s);return n===void 0||!ie(r)||!We(n)?[]:[{node:s,message:`\`${r}\` is given a literal value`}]})}a(je,"offences");function We(e){return e.length<6||De.test(e)||/\s|[{}]|:\/\/|^[/.]|X{6}/.test(e)?!1:/[A-Za-z]/.test(e)&&(/\d/.test(e)||/[!@#$%^&*+=?~]/.test(e))}a(We,"looksSecret");function Pe(e){switch(e.nodeType){case"Assign":return e.targets.flatMap(t=>{const r=ue(t);return r===void 0?[]:[[r,e.value]]});case"AnnAssign":return[[ue(e.target)??"",e.value]];case"Keyword":return[[e.arg??"",e.value]];case"Dict":return e.keys.map((t,r)=>[(0,i.b6)(t)??"",e.values[r]]);case"FunctionDef":case"AsyncFunctionDef":{const{args:t}=e,r=[...t.posonlyargs,...t.args],s=r.length-t.defaults.length;return[...r.map(({arg:n},o)=>[n,t.defaults[o-s]]),...t.kwonlyargs.map(({arg:n},o)=>[n,t.kw_defaults[o]])]}default:return[]}}a(Pe,"pairs");function ue(e){return e.nodeType==="Name"?e.id:e.nodeType==="Attribute"?e.attr:e.nodeType==="Subscript"?(0,i.b6)(e.slice):void 0}a(ue,"nameOf");const ze={code:"AS4127",tier:"contract",severity:"error",title:"An exception of the spec is never raised",why:"The spec promises that exception under `raises`. Whoever builds on the component (a retry rule, a callback, a skip) waits for that class; here no line names it.",next:"Raise the class that the spec names, where the spec says, or correct the spec.",shownBy:["AS4303"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    """Raises AirflowException when there is nothing to copy."""

    def execute(self, context):
        raise RuntimeError("nothing to copy")
`,right:`from airflow.exceptions import AirflowException
from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    """Raises AirflowException when there is nothing to copy."""

    def execute(self, context):
        raise AirflowException("nothing to copy")
`,check:a((e,t)=>{const r=e.classes.find(({name:f})=>f===t?.name);if(t===void 0||r===void 0)return[];const s=Ue(e),o=[...new Set(t.raises.map(({exception:f})=>f.split(".").at(-1)??f))].filter(f=>!s.has(f)),c=Xe(e)?"warning":"error",l=o.some(f=>fe.has(f))&&Je(e,r);return o.flatMap(f=>{const h=Fe.test(f);if(!h&&!(l&&fe.has(f)))return[];const w=`${f}, which the spec promises, is never raised`;return[{node:r.node,severity:h?c:"warning",message:w}]})},"check")},Fe=/^Airflow(Fail|Skip)?Exception$/,fe=new Set(["ValueError","RuntimeError","OSError","FileNotFoundError","PermissionError","ConnectionError","TimeoutError"]),Ve=/^(super|isinstance|issubclass|len|str|repr|bool|list|dict|tuple|set|hasattr|callable|print|id|type|cast|typing\.cast|TYPE_CHECKING|logging\.getLogger)$/,Ye=new Set(["get","items","keys","values","append","extend","add","update","setdefault","copy","strip","lstrip","rstrip","lower","upper","title","startswith","endswith","splitlines","debug","info","warning","error","exception","xcom_push","xcom_pull","__init__"]);function Je(e,t){return t.known?(0,i.GG)(e.module.tree).every(r=>{if(r.nodeType!=="Call")return!["BinOp","Starred","Await"].includes(r.nodeType)||Ke(r);const s=(0,i.Rk)(r.func);if(s!==void 0)return(0,i.NY)(t,s)!==void 0;if(r.func.nodeType==="Attribute")return Ye.has(r.func.attr);const n=e.nameOf(r.func)??"";return e.module.functions.some(c=>c.name===n)||Ve.test(n)||/(Error|Exception)$/.test(n)}):!1}a(Je,"isHarmless");function Ke(e){return e.nodeType==="BinOp"&&["BitOr","Add","Sub","Mult"].includes(e.op.nodeType)}a(Ke,"isJoin");function Ue({module:e}){const t=new Set;for(const r of(0,i.GG)(e.tree)){const s=r.nodeType==="Raise"&&r.exc?[r.exc]:r.nodeType==="ClassDef"?r.bases:[];for(const n of s)for(const o of(0,i.GG)(n))o.nodeType==="Name"&&t.add(o.id),o.nodeType==="Attribute"&&t.add(o.attr);if(r.nodeType==="Assign"&&(r.value.nodeType==="Name"||r.value.nodeType==="Attribute")&&t.add(r.value.nodeType==="Name"?r.value.id:r.value.attr),r.nodeType==="Call")for(const n of r.args)n.nodeType==="Name"&&t.add(n.id)}return t}a(Ue,"namesIn");function Xe({module:e}){return e.imports.some(({module:r,level:s})=>{const[n=""]=r.split(".");return s>0||r.startsWith("airflow.providers")||!((0,C.mI)(n)||Ze.has(n))})||/\bget_connection\b/.test(e.source)}a(Xe,"mayRaiseElsewhere");const Ze=new Set(["airflow","requests","httpx","aiohttp","pendulum"]),Qe={code:"AS4128",tier:"contract",severity:"error",title:"`execute` gives something that XCom cannot hold",why:"What `execute` returns is pushed to XCom, which holds JSON and what Airflow can turn into JSON. Bytes, open files, generators, connections and responses of a library fail there, after all the work was done.",next:"Return plain values: text, numbers, lists and dicts of them.",shownBy:["AS4141"],wrong:`import requests
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5)
`,right:`import requests
from airflow.models import BaseOperator


class AskOperator(BaseOperator):
    def execute(self, context):
        return requests.get("https://rates.example/today", timeout=5).json()
`,check:a(e=>e.classes.flatMap(t=>{const r=t.methods.findLast(({name:c})=>c==="execute");if(!(0,i.Id)(t)||r===void 0)return[];const s=(0,i.Gk)(r.node),n=s.find(({nodeType:c})=>c==="Yield"||c==="YieldFrom");return n?[{node:n,message:"`execute` is a generator: nothing in it runs"}]:s.filter(c=>c.nodeType==="Return").flatMap(({value:c})=>{const l=c?tt(c,e):void 0;return c&&l!==void 0?[{node:c,message:`\`execute\` returns ${l}`}]:[]})}),"check")},et=/^(requests|httpx)\.(get|post|put|patch|delete|head|request)$|^urllib\.request\.urlopen$/;function tt(e,t){if((0,i.aY)(e))return"bytes";if(e.nodeType==="GeneratorExp")return"a generator";if(e.nodeType==="Lambda")return"a function";if(e.nodeType!=="Call")return;const r=t.nameOf(e.func)??"";if(r==="open")return"an open file";if(r==="iter"||r==="map"||r==="filter"||r==="zip")return"an iterator";if(et.test(r))return"a response object";if(/(^|\.)(BaseHook|self)\.get_connection$/.test(r))return"a connection, with its password"}a(tt,"whatOf");const rt={code:"AS4131",tier:"contract",severity:"error",title:"A method that Airflow calls has another shape",why:"Airflow calls `execute(context)` and `poke(context)` and waits for their values, and `on_kill()` without arguments. A coroutine is never awaited, a property or a further required argument makes the call fail.",next:"Write `def execute(self, context):`, `def poke(self, context):`, `def on_kill(self):`.",shownBy:["AS4302","AS4140"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    async def execute(self, context):
        return 1
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        return 1
`,check:a(({classes:e})=>e.flatMap(t=>(0,i.Id)(t)?t.methods.flatMap(r=>nt(r)):[]),"check")},st={execute:1,poke:1,on_kill:0};function nt(e){const t=st[e.name];if(t===void 0||e.decorators.length>0)return[];const r=e.node;if(e.async)return[{node:r,message:`\`${e.name}\` is a coroutine, which Airflow does not await`}];const s=e.parameters.filter(({kind:c})=>c==="positional"||c==="positional-only").slice(1),n=e.parameters.some(({kind:c})=>c==="var-positional"),o=[...s.filter(c=>c.default===void 0).slice(t),...e.parameters.filter(c=>c.kind==="keyword"&&c.default===void 0)];return o.length>0?[{node:r,message:`\`${e.name}\` demands \`${o[0]?.name}\``}]:s.length<t&&!n?[{node:r,message:`\`${e.name}\` takes no context`}]:[]}a(nt,"faults");const ot={code:"AS4132",tier:"contract",severity:"error",title:"Half a context manager",why:"`with hook:` calls `__enter__` and `__exit__`. With one of the two alone the statement fails, and an `__exit__` that does not take the exception fails when it matters.",next:"Write both, `def __enter__(self):` and `def __exit__(self, kind, error, traceback):`.",wrong:`from airflow.hooks.base import BaseHook


class DeskHook(BaseHook):
    def __enter__(self):
        return self
`,right:`from airflow.hooks.base import BaseHook


class DeskHook(BaseHook):
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.log.info("closed")
`,check:a(({classes:e})=>e.flatMap(t=>[...de(t,"__enter__","__exit__"),...de(t,"__aenter__","__aexit__")]),"check")};function de(e,t,r){const s=e.methods.find(({name:l})=>l===t),n=e.methods.find(({name:l})=>l===r);if(!e.known||e.role==="other"||e.above.length>0)return[];if(s&&!n)return[{node:s.node,message:`there is ${t} but no ${r}`}];if(n&&!s)return[{node:n.node,message:`there is ${r} but no ${t}`}];if(n===void 0)return[];const o=n.parameters.some(({kind:l})=>l==="var-positional"),c=n.parameters.filter(({kind:l})=>l==="positional"||l==="positional-only").length;return o||c>=4?[]:[{node:n.node,message:`${r} does not take the exception`}]}a(de,"half");const at={code:"AS4133",tier:"contract",severity:"error",title:"The component has no `execute` or `poke`",why:"An operator does its work in `execute`, a sensor asks its question in `poke`. The base class only raises there.",next:"Write `def execute(self, context):` (in a sensor `def poke(self, context):`).",shownBy:["AS4102","AS4302"],wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def run_now(self, context):
        return 1
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        return 1
`,check:a(({classes:e},t)=>e.flatMap(r=>{if(!(0,i.Id)(r)||!r.known||r.name!==t?.name)return[];const s=r.role==="sensor"?["poke","execute"]:["execute"],n=new Set([r,...r.above].flatMap(({methods:o})=>o.map(({name:c})=>c)));return s.some(o=>n.has(o))?[]:[{node:r.node,message:`${r.name} has no \`${s[0]}\``}]}),"check")},it={code:"AS4129",tier:"contract",severity:"warning",title:"It logs past the task\u2019s log",why:"Airflow keeps what is written with `self.log` under the task, with level and time. `print` and the root logger reach that log only by luck, without a level, and in a trigger not at all; a logger by another name follows its own settings of level and place.",next:'Write `self.log.info("\u2026", value)`.',wrong:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        print("copied")
`,right:`from airflow.models import BaseOperator


class CopyOperator(BaseOperator):
    def execute(self, context):
        self.log.info("copied")
`,check:a(e=>{const t=ct(e);return(0,i.vn)(e).flatMap(({fn:r,of:s})=>{if(s===void 0||s.role==="other")return[];const n=r.parameters[0]?.name==="self";return(0,i.Tz)((0,i.Gk)(r.node)).flatMap(o=>{const c=e.nameOf(o.func)??"";if(c==="print"||/^logging\./.test(c))return c==="print"||pe(o.func)?[{node:o,message:`\`${c}\` does not write to the task's log`}]:[];if(!n||o.func.nodeType!=="Attribute"||!pe(o.func))return[];const{value:l}=o.func,f=e.module.slice(o.func);return he(l,e)||t.has(e.module.slice(l))?[{node:o,message:`\`${f}\` writes past the task's own log`}]:[]})})},"check")};function pe(e){return e.nodeType==="Attribute"&&/^(debug|info|warning|warn|error|exception|critical|log)$/.test(e.attr)}a(pe,"isLogging");function ct(e){const t=(0,i.GG)(e.module.tree).flatMap(r=>r.nodeType!=="Assign"||!he(r.value,e)?[]:r.targets.filter(s=>(0,i.Rk)(s)!=="log"));return new Set(t.map(r=>e.module.slice(r)))}a(ct,"loggersOf");function he(e,t){return e.nodeType==="Call"&&/^(logging\.getLogger|structlog\.get_logger)$/.test(t.nameOf(e.func)??"")}a(he,"makesLogger");const lt={code:"AS4122",tier:"contract",severity:"error",title:"`poke` gives something else than a bool",why:"Airflow asks only whether the value of `poke` is true. A text, a list or a number says something else than it seems to, and a value for XCom is lost unless it stands in a `PokeReturnValue`.",next:"Return `True` or `False`, or `PokeReturnValue(is_done=\u2026, xcom_value=\u2026)`.",shownBy:["AS4140"],wrong:`from airflow.sensors.base import BaseSensorOperator


class RowSensor(BaseSensorOperator):
    def poke(self, context):
        rows = []
        return "found" if rows else "nothing"
`,right:`from airflow.sensors.base import BaseSensorOperator


class RowSensor(BaseSensorOperator):
    def poke(self, context):
        rows = []
        return bool(rows)
`,check:a(({classes:e})=>e.flatMap(({role:t,methods:r})=>{const s=r.findLast(({name:l})=>l==="poke");if(t!=="sensor"||s===void 0)return[];const n=(0,i.Gk)(s.node);if(n.some(({nodeType:l})=>l==="Yield"||l==="YieldFrom"))return[{node:s.node,message:"`poke` is a generator, which is always true"}];const o=n.filter(l=>l.nodeType==="Return"),c=o.flatMap(({value:l})=>l?I(l).slice(0,1):[]);return c.length>0?c:ft(s.node.body,o,s.node)}),"check")};function I(e){if(e.nodeType==="IfExp")return[...I(e.body),...I(e.orelse)];if(e.nodeType==="BoolOp")return e.values.flatMap(I);const t=ut(e);return t===void 0?[]:[{node:e,message:`\`poke\` returns ${t}, not a bool`}]}a(I,"wrongValue");function ut(e){return(0,i.b6)(e)!==void 0||e.nodeType==="JoinedStr"?"a text":e.nodeType==="Constant"&&typeof e.value=="number"?"a number":["List","ListComp"].includes(e.nodeType)?"a list":["Dict","DictComp"].includes(e.nodeType)?"a dict":["Set","SetComp"].includes(e.nodeType)?"a set":e.nodeType==="Tuple"?"a tuple":e.nodeType==="GeneratorExp"?"a generator":e.nodeType==="Lambda"?"a function":void 0}a(ut,"kindOf");function ft(e,t,r){return!t.some(({value:n})=>n&&!(n.nodeType==="Constant"&&n.value===null))||!x(e)?[]:[{node:r,message:"`poke` returns nothing on one of its ways"}]}a(ft,"missing");function x(e){const t=e.at(-1);if(t===void 0)return!0;switch(t.nodeType){case"Return":case"Raise":return!1;case"If":return x(t.body)||x(t.orelse);case"While":return!(t.test.nodeType==="Constant"&&t.test.value===!0);case"With":return x(t.body);case"Try":{if(t.finalbody.length>0&&!x(t.finalbody))return!1;const r=t.orelse.length>0?t.orelse:t.body;return x(r)||t.handlers.some(s=>x(s.body))}case"Expr":return!/^self\.(defer|skip|fail)/.test(dt(t.value));case"Match":return!1;default:return!0}}a(x,"fallsThrough");function dt(e){return e.nodeType!=="Call"||e.func.nodeType!=="Attribute"?"":e.func.value.nodeType==="Name"?`${e.func.value.id}.${e.func.attr}`:""}a(dt,"describe");const pt={code:"AS4123",tier:"contract",severity:"error",title:"A deferral names a method that cannot be called",why:"When the trigger fires, Airflow makes the task anew and calls the method that `method_name` names, with `context` and `event` by name. A method that is missing or takes something else fails only then.",next:"Write `def execute_complete(self, context, event):` and name exactly that.",wrong:`from airflow.models import BaseOperator
from airflow.triggers.temporal import TimeDeltaTrigger


class WaitOperator(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(self.retry_delay), method_name="resume")

    def execute_complete(self, context, event):
        return event
`,right:`from airflow.models import BaseOperator
from airflow.triggers.temporal import TimeDeltaTrigger


class WaitOperator(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(self.retry_delay), method_name="execute_complete")

    def execute_complete(self, context, event):
        return event
`,check:a(e=>e.classes.flatMap(t=>(0,i.Id)(t)?t.methods.flatMap(({node:s})=>(0,i.Tz)((0,i.GG)(s))).flatMap(s=>{if((0,i.Bs)(s.func)!=="self.defer")return[];const n=(0,i.b6)((0,i.Si)(s,"method_name"));if(n===void 0)return[];if((0,i.GG)(s).some(l=>l.nodeType==="Keyword"&&l.arg==="end_from_trigger"))return[];const o=(0,i.NY)(t,n),c=o?ht(o):t.known&&n!=="execute"?"does not exist":void 0;return c===void 0?[]:[{node:s,message:`the method \`${n}\` of the deferral ${c}`}]}):[]),"check")};function ht({parameters:e,decorators:t,async:r}){if(t.length>0)return;if(r)return"is a coroutine, which nobody awaits";const s=e.map(({name:o})=>o),n=e.some(({kind:o})=>o==="var-keyword");return s.includes("context")?s.includes("event")||n?void 0:"does not take `event`":n?void 0:"does not take `context`"}a(ht,"faultOf");const mt={code:"AS4125",tier:"contract",severity:"error",title:"A trigger never fires",why:"The triggerer loops over `run()` with `async for`. A `run` that returns its event instead of yielding it, or is no coroutine, breaks there or ends without an event, and the task fails.",next:"Write `async def run(self):` and `yield TriggerEvent(\u2026)` in it.",wrong:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        return TriggerEvent(True)
`,right:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        yield TriggerEvent(True)
`,check:a(({classes:e})=>e.flatMap(t=>{const r=t.methods.findLast(({name:l})=>l==="run");if(t.role!=="trigger"||r===void 0||r.decorators.length>0)return[];const s=(0,i.Gk)(r.node),n=s.some(({nodeType:l})=>l==="Yield"||l==="YieldFrom"),o=s.some(l=>l.nodeType==="Return"&&l.value?.nodeType==="Call");if(!r.async&&!o)return[{node:r.node,message:"`run` is no `async def`"}];const c=s.some(({nodeType:l})=>l==="Raise")&&s.length<12;return r.async&&!n&&!c?[{node:r.node,message:"`run` never yields an event"}]:[]}),"check")},gt=/^(time\.sleep|requests\.(get|post|put|patch|delete|head|request)|urllib\.request\.urlopen|subprocess\.(run|call|check_call|check_output)|os\.system)$/,yt={code:"AS4126",tier:"contract",severity:"error",title:"A coroutine blocks the triggerer",why:"All triggers share one event loop. While one of them sleeps or waits for an answer without `await`, none of the others can fire.",next:"Write `await asyncio.sleep(\u2026)`, use an asynchronous client, or `await asyncio.to_thread(\u2026)`.",wrong:`import time

from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        time.sleep(5)
        yield TriggerEvent(True)
`,right:`import asyncio

from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def serialize(self):
        return "plugins.jobs.JobTrigger", {}

    async def run(self):
        await asyncio.sleep(5)
        yield TriggerEvent(True)
`,check:a(e=>(0,i.vn)(e).flatMap(({fn:t})=>{if(!t.async)return[];const r=wt((0,i.Gk)(t.node));return(0,i.Tz)((0,i.Gk)(t.node)).flatMap(s=>{const n=e.nameOf(s.func)??"";return!gt.test(n)||r.has(s)?[]:[{node:s,message:`\`${n}\` blocks the event loop in \`${t.name}\``}]})}),"check")};function wt(e){const t=e.filter(r=>r.nodeType==="ExceptHandler"&&/CancelledError/.test(JSON.stringify(r.type??null)));return new Set(t.flatMap(r=>(r.nodeType==="ExceptHandler"?r.body:[]).flatMap(i.V6)))}a(wt,"cancelled");const _t={code:"AS4124",tier:"contract",severity:"error",shownBy:["AS4157"],title:"A trigger cannot be rebuilt from what it serializes",why:"A trigger travels to another process as `serialize()` says: the path of its class and the arguments of its constructor. A path of another class, or arguments that the constructor does not take, break it there.",next:'Return `(f"{type(self).__module__}.{type(self).__qualname__}", {\u2026})` with exactly the arguments of the constructor.',wrong:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def __init__(self, job_id: int, pause: float):
        super().__init__()
        self.job_id = job_id
        self.pause = pause

    def serialize(self):
        return "plugins.jobs.JobTrigger", {"job_id": self.job_id, "wait": self.pause}

    async def run(self):
        yield TriggerEvent(self.job_id)
`,right:`from airflow.triggers.base import BaseTrigger, TriggerEvent


class JobTrigger(BaseTrigger):
    def __init__(self, job_id: int, pause: float):
        super().__init__()
        self.job_id = job_id
        self.pause = pause

    def serialize(self):
        return "plugins.jobs.JobTrigger", {"job_id": self.job_id, "pause": self.pause}

    async def run(self):
        yield TriggerEvent(self.job_id)
`,check:a(({classes:e})=>e.filter(({role:t})=>t==="trigger").flatMap(kt),"check")};function kt(e){const t=e.methods.findLast(({name:s})=>s==="serialize");return t===void 0?e.known&&(0,i.NY)(e,"run")!==void 0&&(0,i.NY)(e,"serialize")===void 0?[{node:e.node,message:`${e.name} has no \`serialize\``}]:[]:(0,i.Gk)(t.node).flatMap(s=>s.nodeType==="Return"?[s.value]:[]).flatMap(s=>{if(s?.nodeType!=="Tuple"||s.elts.length!==2)return[];const[n,o]=s.elts;return[...Tt(n,e),...o?.nodeType==="Dict"?bt(o,e):[]]})}a(kt,"serialize_faults");function Tt(e,t){const r=(0,i.b6)(e);return e===void 0||r===void 0||r.split(".").at(-1)===t.name?[]:[{node:e,message:`${t.name} serializes as \`${r}\`, which is another class`}]}a(Tt,"pathFault");function bt(e,t){const r=(0,i.NY)(t,"__init__"),s=e.keys.map(y=>y?(0,i.b6)(y):void 0);if(r===void 0||s.some(y=>y===void 0))return[];const n=r.parameters.slice(1),o=n.some(({kind:y})=>y==="var-keyword"),c=new Set(n.map(({name:y})=>y)),l=o?[]:s.filter(y=>y!==void 0&&!c.has(y)),h=n.filter(y=>y.default===void 0&&!y.kind.startsWith("var-")).filter(({name:y})=>!s.includes(y)),[w,A]=[l[0],h[0]?.name];if(w===void 0&&A===void 0)return At(e,n,s,t);const Ot=[...w===void 0?[]:[`does not take \`${w}\``],...A===void 0?[]:[`demands \`${A}\`, which is missing`]];return[{node:e,message:`the constructor ${Ot.join(" and ")}`}]}a(bt,"argumentFaults");function At(e,t,r,s){const o=t.filter(({kind:h})=>!h.startsWith("var-")).filter(({name:h})=>!r.includes(h)).map(({name:h})=>`\`${h}\``),c=e.values.flatMap((h,w)=>h.nodeType==="Constant"?[{node:h,severity:"warning",message:`\`${r[w]}\` is serialized as a constant, whatever ${s.name} was given`}]:[]),l=e,f=`${o.join(", ")} of the constructor ${o.length>1?"are":"is"} not serialized, so a rebuilt trigger has the default`;return[...c,...o.length>0?[{node:l,severity:"warning",message:f}]:[]]}a(At,"quietFaults");const xt=[ye,we,_e,be,p,N,v,J,V,lt,pt,_t,mt,yt,ze,Qe,it,Se,rt,ot,at,Ee,$e,Ce,Me,Re,Ne,qe,Ie]})};export{Bt as id,Et as ids,$t as modules};
